/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-day-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-format.h"

/* A shop that makes more of one product in a day has mistyped. */
#define MAX_PIECES 10000000

DdiEntryLine *
ddi_entry_line_ref (DdiEntryLine *self)
{
  self->ref_count++;
  return self;
}

void
ddi_entry_line_unref (DdiEntryLine *self)
{
  if (--self->ref_count > 0)
    return;
  g_free (self->name);
  g_free (self->category);
  ddi_entry_figures_clear (&self->figures);
  g_free (self);
}

void
ddi_entry_figures_clear (DdiEntryFigures *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->sold_out_at, g_free);
}

void
ddi_entry_figures_copy (const DdiEntryFigures *from, DdiEntryFigures *to)
{
  *to = *from;
  to->reason = g_strdup (from->reason);
  to->sold_out_at = g_strdup (from->sold_out_at);
}

gboolean
ddi_entry_figures_equal (const DdiEntryFigures *a, const DdiEntryFigures *b)
{
  return a->made == b->made && a->wasted == b->wasted && g_strcmp0 (a->reason, b->reason) == 0 &&
         g_strcmp0 (a->sold_out_at, b->sold_out_at) == 0;
}

const char *
ddi_entry_figures_doubt (const DdiEntryFigures *self)
{
  if (self->made != DDI_ENTRY_BLANK && self->wasted > self->made)
    return _ ("More thrown away than made: carried over, or miscounted?");
  if (self->sold_out_at && self->made == DDI_ENTRY_BLANK)
    return _ ("Sold out, but what was made is missing");
  if (self->sold_out_at && self->made == 0)
    return _ ("Sold out, but none was made");
  if (self->sold_out_at && self->wasted > 0)
    return _ ("Sold out, but some were thrown away");
  return NULL;
}

gboolean
ddi_entry_parse_pieces (const char *text, gint64 *pieces)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));

  *pieces = DDI_ENTRY_BLANK;
  return *bare == '\0' || (ddi_parse_pieces (bare, pieces) && *pieces <= MAX_PIECES);
}

gboolean
ddi_entry_parse_time (const char *text, char **time)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  gsize n = strspn (bare, "0123456789");
  guint64 hour = 0, minute = 0;
  const char *rest = bare + n;

  *time = NULL;
  if (*bare == '\0')
    return TRUE;
  if (n == 0 || n > 4)
    return FALSE;
  hour = g_ascii_strtoull (bare, NULL, 10);
  if (n > 2)
    {
      minute = hour % 100;
      hour /= 100;
    }
  else if (*rest == ':' || *rest == '.')
    {
      if (strlen (rest) != 3 || !g_ascii_string_to_unsigned (rest + 1, 10, 0, 59, &minute, NULL))
        return FALSE;
      rest += 3;
    }
  if (*rest != '\0' || hour > 23 || minute > 59)
    return FALSE;
  *time = g_strdup_printf ("%02u:%02u", (guint)hour, (guint)minute);
  return TRUE;
}

/* One cell of a line; @text is left at the tab, the line's end or the text's. */
static char *
take_cell (const char **text)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  const char *c = *text;
  gboolean quoted = *c == '"';

  if (quoted)
    c++;
  for (; *c; c++)
    {
      if (quoted && *c == '"' && c[1] != '"')
        quoted = FALSE;
      else if (!quoted && (*c == '\t' || *c == '\n'))
        break;
      else
        {
          if (quoted && *c == '"')
            c++;
          g_string_append_c (cell, *c);
        }
    }
  *text = c;
  return g_strstrip (g_string_free (g_steal_pointer (&cell), FALSE));
}

GPtrArray *
ddi_entry_parse_table (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  while (*text)
    {
      g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

      for (;;)
        {
          g_autofree char *cell = take_cell (&text);

          g_strv_builder_add (cells, cell);
          if (*text != '\t')
            break;
          text++;
        }
      if (*text == '\n')
        text++;
      g_ptr_array_add (rows, g_strv_builder_end (cells));
    }
  return rows;
}

static gint64
read_pieces (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return ddi_rows_is_null (rows, row, column) ? DDI_ENTRY_BLANK : ddi_rows_get_int (rows, row, column);
}

static char *
read_text (DdiRows *rows, guint row, const char *name)
{
  return g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, name)));
}

GPtrArray *
ddi_entry_lines_from_rows (int store_id, DdiDay day, DdiRows *rows)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_entry_line_unref);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiEntryLine *line = g_new0 (DdiEntryLine, 1);

      line->ref_count = 1;
      line->store_id = store_id;
      line->day = day;
      line->product_id = (int)read_pieces (rows, i, "product_id");
      line->name = read_text (rows, i, "name");
      line->category = read_text (rows, i, "category");
      line->figures.made = read_pieces (rows, i, "made");
      line->figures.wasted = read_pieces (rows, i, "wasted");
      line->figures.reason = read_text (rows, i, "reason");
      line->figures.sold_out_at = read_text (rows, i, "sold_out_at");
      line->made_version = (int)read_pieces (rows, i, "made_version");
      line->waste_version = (int)read_pieces (rows, i, "waste_version");
      line->ordered = read_pieces (rows, i, "ordered");
      line->forecast = read_pieces (rows, i, "forecast");
      line->made_before = read_pieces (rows, i, "made_before");
      line->wasted_before = read_pieces (rows, i, "wasted_before");
      g_ptr_array_add (lines, line);
    }
  return lines;
}

static gboolean
is_same_line (const DdiEntryLine *a, const DdiEntryLine *b)
{
  return a->store_id == b->store_id && a->day == b->day && a->product_id == b->product_id &&
         a->made_version == b->made_version && a->waste_version == b->waste_version &&
         g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->category, b->category) == 0 &&
         ddi_entry_figures_equal (&a->figures, &b->figures);
}

void
ddi_entry_lines_adopt (GPtrArray *lines, GPtrArray *before)
{
  for (guint i = 0; i < MIN (lines->len, before->len); i++)
    {
      DdiEntryLine *line = lines->pdata[i], *old = before->pdata[i];

      if (!is_same_line (line, old))
        continue;
      old->ordered = line->ordered;
      old->forecast = line->forecast;
      old->made_before = line->made_before;
      old->wasted_before = line->wasted_before;
      lines->pdata[i] = ddi_entry_line_ref (old);
      ddi_entry_line_unref (line);
    }
}

static GVariant *
save_params (const DdiEntryLine *self, int user_id, gint64 pieces, const char *text, int version)
{
  g_autofree char *day = ddi_day_format (self->day);
  GVariant *number = g_variant_new_maybe (G_VARIANT_TYPE_INT64,
                                          pieces == DDI_ENTRY_BLANK ? NULL : g_variant_new_int64 (pieces));

  return g_variant_new ("(iisi@mxmsi)", user_id, self->store_id, day, self->product_id, number, text,
                        version);
}

guint
ddi_entry_line_save (const DdiEntryLine *self, const DdiEntryFigures *figures, int user_id, DdiUnit *unit)
{
  guint at =
      ddi_unit_add (unit, "entry/save-made",
                    save_params (self, user_id, figures->made, figures->sold_out_at, self->made_version));

  ddi_unit_add (unit, "entry/save-waste",
                save_params (self, user_id, figures->wasted, figures->reason, self->waste_version));
  return at;
}

static void
set_figures (DdiEntryLine *self, const DdiEntryFigures *figures)
{
  DdiEntryFigures now;

  ddi_entry_figures_copy (figures, &now);
  ddi_entry_figures_clear (&self->figures);
  self->figures = now;
}

/* As the queries and the row_version triggers do it: no row 0, a new one 1, a changed one the next. */
static int
foresee_version (int version, gint64 pieces, gboolean changed)
{
  if (pieces == DDI_ENTRY_BLANK)
    return 0;
  return version == 0 ? 1 : version + changed;
}

void
ddi_entry_line_foresee (DdiEntryLine *self, const DdiEntryFigures *figures)
{
  const DdiEntryFigures *old = &self->figures;
  gboolean made = old->made != figures->made || g_strcmp0 (old->sold_out_at, figures->sold_out_at) != 0;
  gboolean wasted = old->wasted != figures->wasted || g_strcmp0 (old->reason, figures->reason) != 0;

  self->made_version = foresee_version (self->made_version, figures->made, made);
  self->waste_version = foresee_version (self->waste_version, figures->wasted, wasted);
  set_figures (self, figures);
}

void
ddi_entry_line_take (DdiEntryLine *self, const DdiEntryFigures *figures, GPtrArray *results, guint at)
{
  set_figures (self, figures);
  self->made_version = (int)ddi_rows_get_int (results->pdata[at], 0, 0);
  self->waste_version = (int)ddi_rows_get_int (results->pdata[at + 1], 0, 0);
}

void
ddi_entry_day_finish (int store_id, DdiDay day, int user_id, DdiUnit *unit)
{
  g_autofree char *text = ddi_day_format (day);
  const char *days[] = { text, NULL };

  ddi_unit_add (unit, "entry/begin-day", g_variant_new ("(is)", store_id, text));
  ddi_unit_add (
      unit, "sales/derive",
      g_variant_new ("(i@ai^as)", user_id,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store_id, 1, sizeof store_id), days));
}
