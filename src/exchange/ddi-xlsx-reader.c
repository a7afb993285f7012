/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-xlsx-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/ddi-xml-part.h"

#define WORKSHEET_TYPE "/worksheet"
#define STRINGS_TYPE "/sharedStrings"
#define WORKBOOK_TYPE "/officeDocument"

typedef struct
{
  GBytes *archive;
  GCancellable *cancellable;
  char *workbook_path;
  char *sheet_path;
  char *strings_path; /* NULL: every text is inline */
  gboolean date1904;
  GPtrArray *strings; /* (element-type GRefString) NULL where blank */
  DdiSheetGrid *grid;
} Reader;

/* A cell while its element is open. */
typedef struct
{
  guint row, column;
  char *type;
  gboolean formula;
  gboolean in_value; /* inside <v>, or <t> of an inline string */
  GString *value;
} OpenCell;

static void
reader_clear (Reader *self)
{
  g_free (self->workbook_path);
  g_free (self->sheet_path);
  g_free (self->strings_path);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->grid, ddi_sheet_grid_free);
}

static gboolean
missing_part (const char *path, GError **error)
{
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT,
               _ ("not an Excel workbook: the archive has no %s"), path);
  return FALSE;
}

static DdiXmlPart *
open_required (Reader *self, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  DdiXmlPart *part = ddi_xml_part_open (self->archive, path, &local);

  if (part)
    return part;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    missing_part (path, error);
  return NULL;
}

/* "xl/workbook.xml", "worksheets/sheet1.xml" → "xl/worksheets/sheet1.xml" */
static char *
resolve (const char *from, const char *target)
{
  g_autofree char *folder = g_path_get_dirname (from);
  g_autofree char *base = g_strconcat ("/", g_str_equal (folder, ".") ? "" : folder, NULL);
  g_autofree char *absolute = g_canonicalize_filename (target, base);

  return g_strdup (absolute + 1);
}

static char *
relations_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);

  return g_str_equal (folder, ".") ? g_strdup_printf ("_rels/%s.rels", name)
                                   : g_strdup_printf ("%s/_rels/%s.rels", folder, name);
}

/* The target of the first relation of @path with this @type and, unless NULL, this @id. NULL without
 * an error: there is none. */
static char *
find_relation (Reader *self, const char *path, const char *type, const char *id, GError **error)
{
  g_autofree char *relations = path ? relations_of (path) : g_strdup ("_rels/.rels");
  g_autoptr (DdiXmlPart) part = open_required (self, relations, error);
  g_autoptr (GError) local = NULL;

  if (part == NULL)
    return NULL;
  while (ddi_xml_part_next (part, &local))
    if (ddi_xml_part_opens (part, "Relationship"))
      {
        g_autofree char *this_type = ddi_xml_part_dup_attribute (part, "Type");
        g_autofree char *this_id = ddi_xml_part_dup_attribute (part, "Id");
        g_autofree char *target = ddi_xml_part_dup_attribute (part, "Target");

        if (target && this_type && g_str_has_suffix (this_type, type) &&
            (!id || g_strcmp0 (id, this_id) == 0))
          return resolve (path ? path : "x", target);
      }
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* The first of the workbook's sheets that is a worksheet (and no chart). */
static gboolean
read_workbook (Reader *self, GError **error)
{
  g_autoptr (DdiXmlPart) part = open_required (self, self->workbook_path, error);
  g_autoptr (GError) local = NULL;

  if (part == NULL)
    return FALSE;
  while (self->sheet_path == NULL && ddi_xml_part_next (part, &local))
    if (ddi_xml_part_opens (part, "workbookPr"))
      {
        g_autofree char *flag = ddi_xml_part_dup_attribute (part, "date1904");

        self->date1904 = flag && (g_str_equal (flag, "1") || g_str_equal (flag, "true"));
      }
    else if (ddi_xml_part_opens (part, "sheet"))
      {
        g_autofree char *id = ddi_xml_part_dup_attribute (part, "id");

        self->sheet_path = find_relation (self, self->workbook_path, WORKSHEET_TYPE, id, &local);
        if (local)
          break;
      }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return self->sheet_path != NULL || missing_part ("xl/worksheets/sheet1.xml", error);
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

static void
release_string (gpointer text)
{
  if (text)
    g_ref_string_release (text);
}

static gboolean
read_strings (Reader *self, GError **error)
{
  g_autoptr (DdiXmlPart) part = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  gboolean inside = FALSE, phonetic = FALSE;

  self->strings = g_ptr_array_new_with_free_func (release_string);
  if (self->strings_path == NULL)
    return TRUE;
  part = open_required (self, self->strings_path, error);
  if (part == NULL)
    return FALSE;
  while (ddi_xml_part_next (part, &local))
    {
      const char *run = ddi_xml_part_text (part);

      if (run && inside && !phonetic)
        g_string_append (text, run);
      if (ddi_xml_part_opens (part, "t"))
        inside = TRUE;
      if (ddi_xml_part_closes (part, "t"))
        inside = FALSE;
      if (ddi_xml_part_opens (part, "rPh"))
        phonetic = TRUE;
      if (ddi_xml_part_closes (part, "rPh"))
        phonetic = FALSE;
      if (ddi_xml_part_closes (part, "si"))
        {
          g_ptr_array_add (self->strings, is_blank (text->str) ? NULL : g_ref_string_new (text->str));
          g_string_truncate (text, 0);
        }
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* "BC12" → 12, 55. A row or column that is not told is left as it is. */
static gboolean
parse_reference (const char *reference, guint *row, guint *column)
{
  guint64 r = 0, c = 0;

  for (; g_ascii_isalpha (*reference) && c < 1000000; reference++)
    c = c * 26 + (guint64)(g_ascii_toupper (*reference) - 'A' + 1);
  for (; g_ascii_isdigit (*reference) && r < 10000000; reference++)
    r = r * 10 + (guint64)(*reference - '0');
  if (*reference != '\0' || r == 0 || c == 0)
    return FALSE;
  *row = (guint)r;
  *column = (guint)c;
  return TRUE;
}

static gboolean
bad_cell (GError **error)
{
  g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT,
                       _ ("the worksheet is damaged: a cell has no proper place or value"));
  return FALSE;
}

static gboolean
check_limits (Reader *self, const OpenCell *open, GError **error)
{
  g_autofree char *reason = NULL;

  if (open->row > DDI_XLSX_MAX_ROWS)
    reason = g_strdup_printf (_ ("the worksheet has more than %d rows"), DDI_XLSX_MAX_ROWS);
  else if (open->column > DDI_XLSX_MAX_COLUMNS)
    reason = g_strdup_printf (_ ("the worksheet has more than %d columns"), DDI_XLSX_MAX_COLUMNS);
  else if (ddi_sheet_grid_get_n_cells (self->grid) >= DDI_XLSX_MAX_CELLS)
    reason = g_strdup_printf (_ ("the worksheet has more than %d cells"), DDI_XLSX_MAX_CELLS);
  else
    return TRUE;
  g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT, reason);
  return FALSE;
}

static void
take_text (DdiSheetCell *cell, const char *text)
{
  if (is_blank (text))
    return;
  cell->kind = DDI_SHEET_CELL_TEXT;
  cell->text = g_ref_string_new (text);
}

static gboolean
take_number (DdiSheetCell *cell, const char *text)
{
  char *end;

  cell->kind = DDI_SHEET_CELL_NUMBER;
  cell->number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

static gboolean
take_shared (Reader *self, DdiSheetCell *cell, const char *text)
{
  guint64 index;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &index, NULL) || index >= self->strings->len)
    return FALSE;
  if (self->strings->pdata[index] == NULL)
    return TRUE;
  cell->kind = DDI_SHEET_CELL_TEXT;
  cell->text = g_ref_string_acquire (self->strings->pdata[index]);
  return TRUE;
}

static gboolean
close_cell (Reader *self, OpenCell *open, GError **error)
{
  DdiSheetCell cell = { DDI_SHEET_CELL_BLANK, open->formula, 0, NULL };
  const char *type = open->type ? open->type : "n";
  const char *text = open->value->str;
  gboolean good = TRUE;

  if (*text != '\0')
    {
      if (g_str_equal (type, "s"))
        good = take_shared (self, &cell, text);
      else if (g_str_equal (type, "str") || g_str_equal (type, "inlineStr") || g_str_equal (type, "d"))
        take_text (&cell, text);
      else if (g_str_equal (type, "e"))
        {
          cell.kind = DDI_SHEET_CELL_ERROR;
          cell.text = g_ref_string_new (text);
        }
      else
        {
          good = take_number (&cell, text);
          if (g_str_equal (type, "b"))
            cell.kind = DDI_SHEET_CELL_BOOLEAN;
        }
    }
  if (!good)
    return bad_cell (error);
  /* A cell that only has a style, as whole empty columns do, is no cell. */
  if (cell.kind == DDI_SHEET_CELL_BLANK && !cell.formula)
    return TRUE;
  if (!check_limits (self, open, error))
    {
      g_clear_pointer (&cell.text, g_ref_string_release);
      return FALSE;
    }
  ddi_sheet_grid_set (self->grid, open->row, open->column, cell);
  return TRUE;
}

static gboolean
open_cell (DdiXmlPart *part, OpenCell *open, GError **error)
{
  g_autofree char *reference = ddi_xml_part_dup_attribute (part, "r");

  open->column++;
  if (reference && !parse_reference (reference, &open->row, &open->column))
    return bad_cell (error);
  g_free (open->type);
  open->type = ddi_xml_part_dup_attribute (part, "t");
  open->formula = FALSE;
  open->in_value = FALSE;
  g_string_truncate (open->value, 0);
  return TRUE;
}

static void
open_row (DdiXmlPart *part, OpenCell *open)
{
  g_autofree char *number = ddi_xml_part_dup_attribute (part, "r");
  guint64 row;

  open->column = 0;
  open->row++;
  if (number && g_ascii_string_to_unsigned (number, 10, 1, 100000000, &row, NULL))
    open->row = (guint)row;
}

static gboolean
take_node (Reader *self, DdiXmlPart *part, OpenCell *open, GError **error)
{
  const char *text = ddi_xml_part_text (part);

  if (text)
    {
      if (open->in_value)
        g_string_append (open->value, text);
      return TRUE;
    }
  if (ddi_xml_part_opens (part, "row"))
    open_row (part, open);
  else if (ddi_xml_part_opens (part, "c") && !open_cell (part, open, error))
    return FALSE;
  else if (ddi_xml_part_opens (part, "f"))
    open->formula = TRUE;
  else if (ddi_xml_part_opens (part, "v") || ddi_xml_part_opens (part, "t"))
    open->in_value = TRUE;
  if (ddi_xml_part_closes (part, "v") || ddi_xml_part_closes (part, "t"))
    open->in_value = FALSE;
  return !ddi_xml_part_closes (part, "c") || close_cell (self, open, error);
}

static gboolean
read_sheet (Reader *self, GError **error)
{
  g_autoptr (DdiXmlPart) part = open_required (self, self->sheet_path, error);
  OpenCell open = { 0 };
  g_autoptr (GError) local = NULL;

  if (part == NULL)
    return FALSE;
  self->grid = ddi_sheet_grid_new ();
  ddi_sheet_grid_set_date1904 (self->grid, self->date1904);
  open.value = g_string_new (NULL);
  while (ddi_xml_part_next (part, &local))
    if (!take_node (self, part, &open, &local) ||
        g_cancellable_set_error_if_cancelled (self->cancellable, &local) ||
        ddi_xml_part_closes (part, "sheetData"))
      break;
  g_free (open.type);
  g_string_free (open.value, TRUE);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_magic (GBytes *archive, GError **error)
{
  static const guint8 ole[] = { 0xd0, 0xcf, 0x11, 0xe0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (archive, &size);
  const char *reason;

  if (size >= 4 && memcmp (data, "PK\3\4", 4) == 0)
    return TRUE;
  if (size >= 4 && memcmp (data, ole, 4) == 0)
    reason = _ ("an old or password-protected workbook; save it as .xlsx without a password and try again");
  else
    reason = _ ("not an Excel workbook (.xlsx)");
  g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, reason);
  return FALSE;
}

static gboolean
read_all (Reader *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!check_magic (self->archive, error))
    return FALSE;
  self->workbook_path = find_relation (self, NULL, WORKBOOK_TYPE, NULL, &local);
  if (self->workbook_path)
    self->strings_path = find_relation (self, self->workbook_path, STRINGS_TYPE, NULL, &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (self->workbook_path == NULL)
    return missing_part ("xl/workbook.xml", error);
  return read_workbook (self, error) && read_strings (self, error) && read_sheet (self, error);
}

DdiSheetGrid *
ddi_xlsx_read (GBytes *workbook, const char *file, GCancellable *cancellable, GError **error)
{
  Reader reader = { .archive = workbook, .cancellable = cancellable };
  DdiSheetGrid *grid = NULL;

  xmlInitParser ();
  if (read_all (&reader, error))
    grid = g_steal_pointer (&reader.grid);
  else
    g_prefix_error (error, "%s: ", file);
  reader_clear (&reader);
  return grid;
}

GBytes *
ddi_xlsx_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = g_file_get_basename (file);
  gsize n;

  if (stream == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  do
    {
      const guint step = 1 << 16;
      guint before = bytes->len;

      g_byte_array_set_size (bytes, before + step);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + before, step, &n, cancellable,
                                    error))
        {
          g_prefix_error (error, "%s: ", name);
          return NULL;
        }
      g_byte_array_set_size (bytes, before + (guint)n);
      if (bytes->len > DDI_ZIP_MAX_ARCHIVE)
        {
          g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT, _ ("%s: larger than 32 MiB"),
                       name);
          return NULL;
        }
    }
  while (n > 0);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
