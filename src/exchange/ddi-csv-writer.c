/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-csv-writer.h"

#include <gio/gunixoutputstream.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_AT (64 * 1024)

struct _DdiCsvWriter
{
  GObject parent_instance;

  GOutputStream *stream;
  GString *pending;
  gboolean inside; /* a record has begun */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (DdiCsvWriter, ddi_csv_writer, G_TYPE_OBJECT)

static gboolean
is_number (const char *text)
{
  char *end;

  /* strtod would also take "+nan" and "-infinity", which no spreadsheet reads as a number. */
  if (strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

static gboolean
is_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) && !is_number (text);
}

char *
ddi_csv_defuse (const char *text)
{
  return is_formula (text) ? g_strconcat ("'", text, NULL) : g_strdup (text);
}

static void
begin_cell (DdiCsvWriter *self)
{
  if (self->inside)
    g_string_append_c (self->pending, ',');
  self->inside = TRUE;
}

void
ddi_csv_writer_text (DdiCsvWriter *self, const char *text)
{
  const char *apostrophe;

  begin_cell (self);
  if (text == NULL)
    return;
  apostrophe = is_formula (text) ? "'" : "";
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (self->pending, apostrophe);
      g_string_append (self->pending, text);
      return;
    }
  g_string_append_c (self->pending, '"');
  g_string_append (self->pending, apostrophe);
  for (const char *c = text; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (self->pending, '"');
      g_string_append_c (self->pending, *c);
    }
  g_string_append_c (self->pending, '"');
}

void
ddi_csv_writer_int (DdiCsvWriter *self, gint64 value)
{
  begin_cell (self);
  g_string_append_printf (self->pending, "%" G_GINT64_FORMAT, value);
}

void
ddi_csv_writer_day (DdiCsvWriter *self, DdiDay day)
{
  int y, m, d;

  begin_cell (self);
  if (day == DDI_DAY_INVALID)
    return;
  ddi_day_to_ymd (day, &y, &m, &d);
  g_string_append_printf (self->pending, "%04d-%02d-%02d", y, m, d);
}

void
ddi_csv_writer_double (DdiCsvWriter *self, double value, int decimals)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *format = g_strdup_printf ("%%.%df", decimals);

  begin_cell (self);
  if (!isfinite (value))
    return;
  /* 1e22 and beyond would not fit the buffer in %f; no quantity comes near. */
  g_ascii_formatd (text, sizeof text, fabs (value) < 1e15 ? format : "%g", value);
  if (strchr (text, '.') && !strchr (text, 'e'))
    {
      gsize n = strlen (text);

      while (text[n - 1] == '0')
        text[--n] = '\0';
      if (text[n - 1] == '.')
        text[--n] = '\0';
    }
  g_string_append (self->pending, g_str_equal (text, "-0") ? "0" : text);
}

static gboolean
flush (DdiCsvWriter *self, GCancellable *cancellable, GError **error)
{
  gsize written;

  if (!g_output_stream_write_all (self->stream, self->pending->str, self->pending->len, &written, cancellable,
                                  error))
    return FALSE;
  g_string_truncate (self->pending, 0);
  return TRUE;
}

gboolean
ddi_csv_writer_end_record (DdiCsvWriter *self, GCancellable *cancellable, GError **error)
{
  g_string_append_c (self->pending, '\n');
  self->inside = FALSE;
  return self->pending->len < FLUSH_AT || flush (self, cancellable, error);
}

gboolean
ddi_csv_writer_close (DdiCsvWriter *self, GCancellable *cancellable, GError **error)
{
  if (!flush (self, cancellable, error) || !g_output_stream_close (self->stream, cancellable, error))
    return FALSE;
  self->closed = TRUE;
  return TRUE;
}

/* Closing a replacing stream puts the new file in place; a cancelled close leaves the old one. */
static void
discard (DdiCsvWriter *self)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (self->stream, cancelled, NULL);
}

static void
ddi_csv_writer_finalize (GObject *object)
{
  DdiCsvWriter *self = DDI_CSV_WRITER (object);

  if (!self->closed && self->stream)
    discard (self);
  g_clear_object (&self->stream);
  g_string_free (self->pending, TRUE);
  G_OBJECT_CLASS (ddi_csv_writer_parent_class)->finalize (object);
}

static void
ddi_csv_writer_class_init (DdiCsvWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_csv_writer_finalize;
}

static void
ddi_csv_writer_init (DdiCsvWriter *self)
{
  self->pending = g_string_sized_new (FLUSH_AT + 4096);
}

DdiCsvWriter *
ddi_csv_writer_new (GOutputStream *stream)
{
  DdiCsvWriter *self = g_object_new (DDI_TYPE_CSV_WRITER, NULL);

  self->stream = g_object_ref (stream);
  return self;
}

DdiCsvWriter *
ddi_csv_writer_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GOutputStream) stream = NULL;

  if (path == NULL || g_str_equal (path, "-"))
    {
      stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
      return ddi_csv_writer_new (stream);
    }
  file = g_file_new_for_commandline_arg (path);
  stream = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error));
  return stream ? ddi_csv_writer_new (stream) : NULL;
}
