/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-csv-reader.h"

#include <glib/gi18n-lib.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (256 * 1024)

struct _DdiCsvReader
{
  GObject parent_instance;

  GInputStream *stream;
  char *name;
  char *buffer; /* capacity bytes, the last one spare for a terminating NUL */
  gsize capacity;
  gsize begin; /* of what is not yet read */
  gsize end;
  gboolean eof;
  gboolean started;
  char separator;
  guint64 line; /* on which the next record begins */
  guint64 row;  /* on which the current record began */
  guint n_fields;
  char *fields[DDI_CSV_MAX_COLUMNS];
  char **header;
};

G_DEFINE_FINAL_TYPE (DdiCsvReader, ddi_csv_reader, G_TYPE_OBJECT)

static gboolean
fail (DdiCsvReader *self, GError **error, DdiExchangeError code, guint64 row, const char *reason)
{
  g_autoptr (DdiProblem) problem = ddi_problem_new (self->name, row, NULL, reason);
  g_autofree char *message = ddi_problem_format (problem);

  g_set_error_literal (error, DDI_EXCHANGE_ERROR, code, message);
  return FALSE;
}

/* Moves what is not yet read to the front and reads more behind it. */
static gboolean
fill (DdiCsvReader *self, GCancellable *cancellable, GError **error)
{
  gssize n;

  if (self->begin > 0)
    {
      memmove (self->buffer, self->buffer + self->begin, self->end - self->begin);
      self->end -= self->begin;
      self->begin = 0;
    }
  if (self->capacity - self->end < CHUNK)
    {
      self->capacity = self->end + CHUNK;
      self->buffer = g_realloc (self->buffer, self->capacity + 1);
    }
  n = g_input_stream_read (self->stream, self->buffer + self->end, self->capacity - self->end, cancellable,
                           error);
  if (n < 0)
    {
      g_prefix_error (error, "%s: ", self->name);
      return FALSE;
    }
  self->eof = n == 0;
  self->end += (gsize)n;
  return TRUE;
}

static gboolean
check_start (DdiCsvReader *self, GCancellable *cancellable, GError **error)
{
  const unsigned char *b;

  self->started = TRUE;
  while (self->end < 4 && !self->eof)
    if (!fill (self, cancellable, error))
      return FALSE;

  b = (const unsigned char *)self->buffer;
  if (self->end >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff) ||
                         (b[0] == 0 && b[1] != 0) || (b[0] != 0 && b[1] == 0)))
    return fail (self, error, DDI_EXCHANGE_ERROR_ENCODING, 1,
                 _ ("the text is in UTF-16; save it as “CSV UTF-8” and try again"));
  if (self->end >= 4 && b[0] == 'P' && b[1] == 'K' && b[2] == 3 && b[3] == 4)
    return fail (self, error, DDI_EXCHANGE_ERROR_FORMAT, 0,
                 _ ("this is a workbook or another archive, not a CSV file"));
  if (self->end >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
    self->begin = 3;
  return TRUE;
}

/* Finds the newline that ends the record at begin, reading as needed. *length excludes it; *quoted
 * tells whether a quotation mark is inside, *lines how many lines the record takes. */
static gboolean
find_end (DdiCsvReader *self, gsize *length, gboolean *quoted, guint *lines, GCancellable *cancellable,
          GError **error)
{
  gsize scanned = 0;
  gboolean open = FALSE;

  *quoted = FALSE;
  *lines = 1;
  for (;;)
    {
      char *text = self->buffer + self->begin;
      gsize available = self->end - self->begin;

      while (scanned < available)
        {
          char *newline = memchr (text + scanned, '\n', available - scanned);
          gsize stop = newline ? (gsize)(newline - text) : available;

          for (char *q = memchr (text + scanned, '"', stop - scanned); q != NULL;
               q = memchr (q + 1, '"', (gsize)(text + stop - (q + 1))))
            {
              open = !open;
              *quoted = TRUE;
            }
          if (newline && !open)
            {
              *length = stop;
              return stop <= DDI_CSV_MAX_RECORD || fail (self, error, DDI_EXCHANGE_ERROR_LIMIT, self->line,
                                                         _ ("a line is longer than 1 MiB"));
            }
          scanned = newline ? stop + 1 : stop;
          if (newline)
            (*lines)++;
        }
      if (available > DDI_CSV_MAX_RECORD)
        return fail (self, error, DDI_EXCHANGE_ERROR_LIMIT, self->line,
                     open ? _ ("a quotation mark is never closed, or a line is longer than 1 MiB")
                          : _ ("a line is longer than 1 MiB"));
      if (self->eof)
        {
          if (open)
            return fail (self, error, DDI_EXCHANGE_ERROR_FORMAT, self->line,
                         _ ("a quotation mark is never closed"));
          *length = available;
          return TRUE;
        }
      if (!fill (self, cancellable, error))
        return FALSE;
    }
}

static gboolean
add_field (DdiCsvReader *self, char *field, GError **error)
{
  if (self->n_fields == DDI_CSV_MAX_COLUMNS)
    {
      g_autofree char *reason = g_strdup_printf (_ ("more than %d columns"), DDI_CSV_MAX_COLUMNS);

      return fail (self, error, DDI_EXCHANGE_ERROR_LIMIT, self->row, reason);
    }
  self->fields[self->n_fields++] = field;
  return TRUE;
}

static gboolean
split_plain (DdiCsvReader *self, char *text, char *end, GError **error)
{
  char separator = self->separator;

  for (;;)
    {
      char *comma = memchr (text, separator, (gsize)(end - text));

      if (!add_field (self, text, error))
        return FALSE;
      if (comma == NULL)
        break;
      *comma = '\0';
      text = comma + 1;
    }
  return TRUE;
}

/* Unquotes in place: what is written never overtakes what is read. */
static gboolean
split_quoted (DdiCsvReader *self, char *in, char *end, GError **error)
{
  for (;;)
    {
      char *field = in;
      char *out = in;

      if (in < end && *in == '"')
        {
          for (in++; in < end && !(in[0] == '"' && in[1] != '"'); in++)
            {
              if (*in == '"')
                in++;
              *out++ = *in;
            }
          in++; /* the closing mark */
          if (in < end && *in != self->separator)
            return fail (self, error, DDI_EXCHANGE_ERROR_FORMAT, self->row,
                         _ ("text follows a closing quotation mark"));
        }
      else
        while (in < end && *in != self->separator)
          *out++ = *in++;

      if (!add_field (self, field, error))
        return FALSE;
      if (in >= end)
        {
          *out = '\0';
          return TRUE;
        }
      in++; /* the separator, before *out may overwrite it */
      *out = '\0';
    }
}

/* The separator of the header is that of the file. */
static char
guess_separator (const char *text, gsize length)
{
  static const char candidates[] = ",;\t";

  for (const char *c = candidates; *c; c++)
    if (memchr (text, *c, length))
      return *c;
  return ',';
}

gboolean
ddi_csv_reader_next (DdiCsvReader *self, GCancellable *cancellable, GError **error)
{
  gsize length;
  gboolean quoted;
  guint lines;
  char *text;

  g_return_val_if_fail (DDI_IS_CSV_READER (self), FALSE);

  self->n_fields = 0;
  if (!self->started && !check_start (self, cancellable, error))
    return FALSE;
  do
    {
      if (!find_end (self, &length, &quoted, &lines, cancellable, error))
        return FALSE;
      if (length == 0 && self->eof && self->begin == self->end)
        return FALSE;
      text = self->buffer + self->begin;
      self->begin = MIN (self->begin + length + 1, self->end);
      self->row = self->line;
      self->line += lines;
      if (length > 0 && text[length - 1] == '\r')
        length--;
    }
  while (length == 0);

  if (!g_utf8_validate_len (text, length, NULL))
    return fail (self, error, DDI_EXCHANGE_ERROR_ENCODING, self->row,
                 memchr (text, '\0', length)
                     ? _ ("a NUL byte; this is no text file")
                     : _ ("not valid UTF-8; save the file as “CSV UTF-8” and try again"));
  if (self->separator == '\0')
    self->separator = guess_separator (text, length);
  text[length] = '\0';
  return quoted ? split_quoted (self, text, text + length, error)
                : split_plain (self, text, text + length, error);
}

/* Lower case; runs of blanks and hyphens become "_". */
char *
ddi_csv_normalise (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_utf8_strdown (name, -1));
  GString *out = g_string_sized_new (strlen (stripped));

  for (const char *c = stripped; *c; c++)
    {
      if (*c != ' ' && *c != '-' && *c != '_')
        g_string_append_c (out, *c);
      else if (out->len > 0 && out->str[out->len - 1] != '_')
        g_string_append_c (out, '_');
    }
  return g_string_free (out, FALSE);
}

static int
find_column (char **header, const char *name)
{
  for (int i = 0; header[i]; i++)
    if (g_str_equal (header[i], name))
      return i;
  return -1;
}

static int
match_column (char **header, const char *names)
{
  g_auto (GStrv) candidates = g_strsplit (names, "|", -1);
  int found = -1;

  for (char **name = candidates; *name && found < 0; name++)
    found = find_column (header, *name);
  return found;
}

static gboolean
check_doubled (DdiCsvReader *self, GError **error)
{
  for (int i = 0; self->header[i]; i++)
    if (self->header[i][0] != '\0' && find_column (self->header, self->header[i]) != i)
      {
        g_autofree char *reason = g_strdup_printf (_ ("two columns are named “%s”"), self->header[i]);

        return fail (self, error, DDI_EXCHANGE_ERROR_HEADER, self->row, reason);
      }
  return TRUE;
}

static gboolean
fail_missing (DdiCsvReader *self, const DdiCsvColumn *columns, guint n_columns, guint missing, GError **error)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_auto (GStrv) names = g_strsplit (columns[missing].names, "|", 2);
  g_autofree char *reason = NULL;

  for (guint i = 0; i < n_columns; i++)
    {
      g_auto (GStrv) each = g_strsplit (columns[i].names, "|", 2);

      if (columns[i].required)
        g_string_append_printf (wanted, "%s%s", wanted->len ? ", " : "", each[0]);
    }
  reason =
      g_strdup_printf (_ ("no column “%s”; the first line must name the columns: %s"), names[0], wanted->str);
  return fail (self, error, DDI_EXCHANGE_ERROR_HEADER, MAX (self->row, 1), reason);
}

gboolean
ddi_csv_reader_read_header (DdiCsvReader *self, const DdiCsvColumn *columns, guint n_columns, int *index,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!ddi_csv_reader_next (self, cancellable, &local))
    {
      if (local == NULL)
        return fail (self, error, DDI_EXCHANGE_ERROR_HEADER, 0, _ ("the file is empty"));
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  g_strfreev (self->header);
  self->header = g_new0 (char *, self->n_fields + 1);
  for (guint i = 0; i < self->n_fields; i++)
    self->header[i] = ddi_csv_normalise (self->fields[i]);
  if (!check_doubled (self, error))
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    {
      index[i] = match_column (self->header, columns[i].names);
      if (index[i] < 0 && columns[i].required)
        return fail_missing (self, columns, n_columns, i, error);
    }
  return TRUE;
}

const char *const *
ddi_csv_reader_get_header (DdiCsvReader *self)
{
  return (const char *const *)self->header;
}

const char *
ddi_csv_reader_get_name (DdiCsvReader *self)
{
  return self->name;
}

guint64
ddi_csv_reader_get_row (DdiCsvReader *self)
{
  return self->row;
}

guint
ddi_csv_reader_get_n_fields (DdiCsvReader *self)
{
  return self->n_fields;
}

const char *
ddi_csv_reader_get_field (DdiCsvReader *self, int column)
{
  return column >= 0 && (guint)column < self->n_fields ? self->fields[column] : "";
}

DdiProblem *
ddi_csv_reader_problem (DdiCsvReader *self, int column, const char *format, ...)
{
  g_autofree char *reason = NULL;
  g_autofree char *number = column >= 0 ? g_strdup_printf ("%d", column + 1) : NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  return ddi_problem_new (self->name, self->row, number, reason);
}

static void
ddi_csv_reader_finalize (GObject *object)
{
  DdiCsvReader *self = DDI_CSV_READER (object);

  g_clear_object (&self->stream);
  g_free (self->name);
  g_free (self->buffer);
  g_strfreev (self->header);
  G_OBJECT_CLASS (ddi_csv_reader_parent_class)->finalize (object);
}

static void
ddi_csv_reader_class_init (DdiCsvReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_csv_reader_finalize;
}

static void
ddi_csv_reader_init (DdiCsvReader *self)
{
  self->line = 1;
}

DdiCsvReader *
ddi_csv_reader_new (GInputStream *stream, const char *name)
{
  DdiCsvReader *self = g_object_new (DDI_TYPE_CSV_READER, NULL);

  self->stream = g_object_ref (stream);
  self->name = g_strdup (name);
  return self;
}

DdiCsvReader *
ddi_csv_reader_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *name = NULL;

  if (g_str_equal (path, "-"))
    {
      stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
      return ddi_csv_reader_new (stream, _ ("standard input"));
    }
  file = g_file_new_for_commandline_arg (path);
  stream = G_INPUT_STREAM (g_file_read (file, NULL, error));
  name = g_file_get_basename (file);
  if (stream == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return ddi_csv_reader_new (stream, name);
}
