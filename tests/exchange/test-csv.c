/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "exchange/ddi-csv-reader.h"
#include "exchange/ddi-csv-writer.h"

static DdiCsvReader *
open_bytes (const char *data, gsize length)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (g_memdup2 (data, length), (gssize)length, g_free);

  return ddi_csv_reader_new (stream, "f.csv");
}

/* All records, fields in [] and records ended by |. */
static char *
read_all (const char *data)
{
  g_autoptr (DdiCsvReader) reader = open_bytes (data, strlen (data));
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);

  while (ddi_csv_reader_next (reader, NULL, &error))
    {
      for (guint i = 0; i < ddi_csv_reader_get_n_fields (reader); i++)
        g_string_append_printf (out, "[%s]", ddi_csv_reader_get_field (reader, (int)i));
      g_string_append_printf (out, "%u|", (guint)ddi_csv_reader_get_row (reader));
    }
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static void
test_records (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "a,b\n1,2\n", "[a][b]1|[1][2]2|" },
    { "a,b\r\n1,2", "[a][b]1|[1][2]2|" },
    { "\xef\xbb\xbf"
      "a,b\n",
      "[a][b]1|" },
    { "a;b\n1,5;2\n", "[a][b]1|[1,5][2]2|" },
    { "a\tb\n", "[a][b]1|" },
    { "a,b\n\n\r\n1,\n", "[a][b]1|[1][]4|" },
    { "\"a\",\"b \"\"c\"\"\"\n", "[a][b \"c\"]1|" },
    { "\"a\nb\",c\nd,e\n", "[a\nb][c]1|[d][e]3|" },
    { "\"\",\"\"\n", "[][]1|" },
    { ",,\n", "[][][]1|" },
    { "\"x\"", "[x]1|" },
    { "a,\"b,c\"\r\n", "[a][b,c]1|" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = read_all (cases[i][0]);

      g_assert_cmpstr (got, ==, cases[i][1]);
    }
}

static void
test_chunks (void)
{
  /* Records that straddle the reader's chunks, quoted and not. */
  g_autoptr (GString) text = g_string_new ("n,text\n");
  g_autoptr (DdiCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, i % 3 ? "%u,plain text\n" : "%u,\"a \"\"quoted\"\"\ntext\"\n", i);
  reader = open_bytes (text->str, text->len);
  g_assert_true (ddi_csv_reader_next (reader, NULL, &error));
  while (ddi_csv_reader_next (reader, NULL, &error))
    {
      g_assert_cmpuint (ddi_csv_reader_get_n_fields (reader), ==, 2);
      g_assert_cmpuint (g_ascii_strtoull (ddi_csv_reader_get_field (reader, 0), NULL, 10), ==, n);
      g_assert_cmpstr (ddi_csv_reader_get_field (reader, 1), ==, n % 3 ? "plain text" : "a \"quoted\"\ntext");
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 60000);
  g_assert_cmpstr (ddi_csv_reader_get_field (reader, 7), ==, "");
}

static void
assert_fails (const char *data, gsize length, DdiExchangeError code, const char *where)
{
  g_autoptr (DdiCsvReader) reader = open_bytes (data, length);
  g_autoptr (GError) error = NULL;

  while (ddi_csv_reader_next (reader, NULL, &error))
    ;
  g_assert_error (error, DDI_EXCHANGE_ERROR, (int)code);
  g_assert_true (g_str_has_prefix (error->message, where));
}

static void
test_bad (void)
{
  g_autoptr (GString) wide = g_string_new ("c0");

  assert_fails ("\xff\xfe"
                "a\0,\0",
                6, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:1: ");
  assert_fails ("\xfe\xff\0a\0,", 6, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:1: ");
  assert_fails ("s\0t\0o\0", 6, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:1: ");
  assert_fails ("a,b\nx\0y,1\n", 10, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:2: ");
  assert_fails ("a,b\n\xc3\x28,1\n", 9, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:2: ");
  assert_fails ("a,b\ncaf\xe9,1\n", 11, DDI_EXCHANGE_ERROR_ENCODING, "f.csv:2: ");
  assert_fails ("a,b\n\"x,1\n", 9, DDI_EXCHANGE_ERROR_FORMAT, "f.csv:2: ");
  assert_fails ("a,b\n\"x\"y,1\n", 11, DDI_EXCHANGE_ERROR_FORMAT, "f.csv:2: ");
  assert_fails ("PK\3\4rest", 8, DDI_EXCHANGE_ERROR_FORMAT, "f.csv: ");

  for (guint i = 1; i < 300; i++)
    g_string_append_printf (wide, ",c%u", i);
  assert_fails (wide->str, wide->len, DDI_EXCHANGE_ERROR_LIMIT, "f.csv:1: ");
}

/* Two gigabytes of one letter, and how many of them were asked for. */
typedef struct
{
  GInputStream parent_instance;
  guint64 given;
} EndlessStream;
typedef GInputStreamClass EndlessStreamClass;

static GType endless_stream_get_type (void);
G_DEFINE_TYPE (EndlessStream, endless_stream, G_TYPE_INPUT_STREAM)

static gssize
endless_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  EndlessStream *self = (EndlessStream *)stream;

  count = MIN (count, (G_GUINT64_CONSTANT (2) << 30) - self->given);
  memset (buffer, 'x', count);
  self->given += count;
  return (gssize)count;
}

static void
endless_stream_class_init (EndlessStreamClass *klass)
{
  klass->read_fn = endless_read;
}

static void
endless_stream_init (EndlessStream *self)
{
}

static void
test_endless_line (void)
{
  g_autoptr (GInputStream) stream = g_object_new (endless_stream_get_type (), NULL);
  g_autoptr (DdiCsvReader) reader = ddi_csv_reader_new (stream, "f.csv");
  g_autoptr (GError) error = NULL;

  g_assert_false (ddi_csv_reader_next (reader, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT);
  g_assert_cmpuint (((EndlessStream *)stream)->given, <, 4 * DDI_CSV_MAX_RECORD);
}

static void
test_header (void)
{
  static const DdiCsvColumn columns[] = { { "product|product_name", TRUE },
                                          { "note", FALSE },
                                          { "rain_mm", TRUE } };
  static const char good[] = "Rain  mm,Product Name\n1,Glazed\n";
  static const char missing[] = "product,rain\n";
  static const char doubled[] = "product,rain_mm,Rain-mm\n";
  g_autoptr (DdiCsvReader) reader = open_bytes (good, strlen (good));
  g_autoptr (GError) error = NULL;
  int index[3];

  g_assert_true (ddi_csv_reader_read_header (reader, columns, 3, index, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (index[0], ==, 1);
  g_assert_cmpint (index[1], ==, -1);
  g_assert_cmpint (index[2], ==, 0);

  g_clear_object (&reader);
  reader = open_bytes (missing, strlen (missing));
  g_assert_false (ddi_csv_reader_read_header (reader, columns, 3, index, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER);
  g_assert_nonnull (strstr (error->message, "rain_mm"));
  g_clear_error (&error);

  g_clear_object (&reader);
  reader = open_bytes (doubled, strlen (doubled));
  g_assert_false (ddi_csv_reader_read_header (reader, columns, 3, index, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER);
  g_clear_error (&error);

  g_clear_object (&reader);
  reader = open_bytes ("", 0);
  g_assert_false (ddi_csv_reader_read_header (reader, columns, 3, index, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER);
}

static void
test_writer (void)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (DdiCsvWriter) writer = ddi_csv_writer_new (stream);
  g_autoptr (GError) error = NULL;
  static const char *const texts[] = {
    "plain", "a,b", "say \"x\"", "two\nlines", "=1+1",   "+cmd", "-2", "-2+3",
    "@sum",  "\tx", "\rx",       "=\"x\"",     "+1.5e3", "-",    NULL,
  };
  static const char expected[] =
      "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",'=1+1,'+cmd,-2,'-2+3,'@sum,'\tx,"
      "\"'\rx\",\"'=\"\"x\"\"\",+1.5e3,'-,\n"
      "-7,2025-12-24,0.5,3,,0,\n";

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    ddi_csv_writer_text (writer, texts[i]);
  g_assert_true (ddi_csv_writer_end_record (writer, NULL, &error));
  ddi_csv_writer_int (writer, -7);
  ddi_csv_writer_day (writer, ddi_day_from_ymd (2025, 12, 24));
  ddi_csv_writer_double (writer, 0.5, 3);
  ddi_csv_writer_double (writer, 3, 3);
  ddi_csv_writer_double (writer, NAN, 3);
  ddi_csv_writer_double (writer, -0.0001, 2);
  ddi_csv_writer_day (writer, DDI_DAY_INVALID);
  g_assert_true (ddi_csv_writer_end_record (writer, NULL, &error));
  g_assert_true (ddi_csv_writer_close (writer, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                   g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), expected,
                   strlen (expected));
}

static void
test_writer_replaces (void)
{
  g_autofree char *dir = g_dir_make_tmp ("ddi-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "out.csv", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCsvWriter) writer = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  writer = ddi_csv_writer_open (path, &error);
  g_assert_no_error (error);
  ddi_csv_writer_text (writer, "new");
  g_assert_true (ddi_csv_writer_end_record (writer, NULL, &error));
  g_clear_object (&writer);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
  g_clear_pointer (&contents, g_free);

  writer = ddi_csv_writer_open (path, &error);
  ddi_csv_writer_text (writer, "new");
  g_assert_true (ddi_csv_writer_end_record (writer, NULL, &error));
  g_assert_true (ddi_csv_writer_close (writer, NULL, &error));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "new\n");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/csv/records", test_records);
  g_test_add_func ("/exchange/csv/chunks", test_chunks);
  g_test_add_func ("/exchange/csv/bad", test_bad);
  g_test_add_func ("/exchange/csv/endless-line", test_endless_line);
  g_test_add_func ("/exchange/csv/header", test_header);
  g_test_add_func ("/exchange/csv/writer", test_writer);
  g_test_add_func ("/exchange/csv/writer-replaces", test_writer_replaces);
  return g_test_run ();
}
