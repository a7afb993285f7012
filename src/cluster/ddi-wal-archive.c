/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-wal-archive.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"

#define CHUNK 65536
#define SEGMENTS_PER_ID (G_GUINT64_CONSTANT (0x100000000) / DDI_WAL_SEGMENT)

/* A segment is there whole or not at all. One that was archived twice is the same; where it is not, two histories
 * have met: the other one is put aside, and the gap makes a new base due. A disk that is full, or a folder that
 * cannot be written, must not stop the shop: the server keeps what waits, so after some the rest is given up. */
static const char archive_script[] =
    "# Written by Dunkin Demand Intelligence at each start.\n"
    "# $1: a segment in pg_wal, $2: its name. The server runs it in the data directory.\n"
    "LC_ALL=C; export LC_ALL\n"
    "dir=../wal/segments\n"
    "if test -f \"$dir/$2.gz\"; then\n"
    "  test \"$(gzip -dc \"$dir/$2.gz\" | sha256sum)\" = \"$(sha256sum <\"$1\")\" && exit 0\n"
    "  mv -f \"$dir/$2.gz\" \"$dir/$2.other\" && echo \"$2\" >>../wal/gap\n"
    "fi\n"
    "room=$(($(stat -f -c '%a * (%S / 1024)' \"$dir\") / 1024))\n"
    "if test \"$room\" -lt " G_STRINGIFY (
        DDI_WAL_RESERVE) "; then\n"
                         "  echo \"dunkin-demand: $room MiB are free, the log of $2 is not kept\" >&2\n"
                         "elif gzip -1 -n <\"$1\" >\"$dir/$2.part\" && sync \"$dir/$2.part\" &&\n"
                         "  mv -f \"$dir/$2.part\" \"$dir/$2.gz\" && sync \"$dir\"; then\n"
                         "  exit 0\n"
                         "fi\n"
                         "rm -f \"$dir/$2.part\"\n"
                         "name=$2\n"
                         "set -- pg_wal/archive_status/*.ready\n"
                         "test $# -gt " G_STRINGIFY (DDI_WAL_MOST_WAITING) " || exit 1\n"
                                                                           "echo \"$name\" >>../wal/gap\n"
                                                                           "exit 0\n";

/* Run in a data directory that is being recovered, two folders below the home. */
static const char restore_script[] = "# Written by Dunkin Demand Intelligence at each start.\n"
                                     "# $1: the name of a segment, $2: where it is wanted.\n"
                                     "gzip -dc \"../../wal/segments/$1.gz\" >\"$2\"\n";

/* What little is written still reaches the archive within minutes. */
static const char settings[] = "archive_mode = on\n"
                               "archive_command = 'sh ../wal/archive.sh \"%p\" \"%f\"'\n"
                               "archive_timeout = 300\n";

int
ddi_wal_archive_get_days (DdiClusterLayout *layout)
{
  g_autofree char *path = g_build_filename (layout->wal, "on", NULL);
  g_autofree char *text = NULL;
  gint64 days;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  days = g_ascii_strtoll (text, NULL, 10);
  return (int)CLAMP (days, 1, 365);
}

static gboolean
write_file (DdiClusterLayout *layout, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (layout->wal, name, NULL);
  g_autofree char *old = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, &old, NULL, NULL) && g_str_equal (old, text))
    return TRUE;
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local))
    return ddi_server_error_from_words (error, layout->home, local->message, local->message);
  return ddi_server_account_own (layout->account, path, error);
}

static gboolean
make_folder (DdiClusterLayout *layout, const char *name, GError **error)
{
  g_autofree char *path = name ? g_build_filename (layout->wal, name, NULL) : g_strdup (layout->wal);

  if (g_mkdir (path, 0700) != 0)
    return errno == EEXIST ? TRUE : ddi_server_error_from_errno (error, errno, path);
  return ddi_server_account_own (layout->account, path, error);
}

static gboolean
make_folders (DdiClusterLayout *layout, GError **error)
{
  return make_folder (layout, NULL, error) && make_folder (layout, "segments", error) &&
         make_folder (layout, "bases", error);
}

gboolean
ddi_wal_archive_set_days (DdiClusterLayout *layout, int days, GError **error)
{
  g_autofree char *path = g_build_filename (layout->wal, "on", NULL);
  g_autofree char *text = g_strdup_printf ("%d\n", days);

  if (days > 0)
    return make_folders (layout, error) && write_file (layout, "on", text, error);
  return g_unlink (path) == 0 || errno == ENOENT || ddi_server_error_from_errno (error, errno, path);
}

gboolean
ddi_wal_archive_prepare (DdiClusterLayout *layout, GError **error)
{
  if (!g_file_test (layout->wal, G_FILE_TEST_IS_DIR))
    return TRUE;
  return make_folders (layout, error) && write_file (layout, "archive.sh", archive_script, error) &&
         write_file (layout, "restore.sh", restore_script, error);
}

const char *
ddi_wal_archive_get_settings (DdiClusterLayout *layout)
{
  return ddi_wal_archive_get_days (layout) > 0 ? settings : "";
}

gboolean
ddi_wal_archive_check_tools (GError **error)
{
  static const char *tools[] = { "sh", "gzip", "sha256sum", "sync", "stat", "mv", "rm" };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autofree char *path = g_find_program_in_path (tools[i]);

      if (path)
        continue;
      g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER,
                   _ ("The program “%s” is not installed here, and keeping the log needs it"), tools[i]);
      return FALSE;
    }
  return TRUE;
}

char *
ddi_wal_segment_name (guint timeline, guint64 number)
{
  return g_strdup_printf ("%08X%08X%08X", timeline, (guint)(number / SEGMENTS_PER_ID),
                          (guint)(number % SEGMENTS_PER_ID));
}

gboolean
ddi_wal_segment_parse (const char *name, guint *timeline, guint64 *number)
{
  gsize n = strspn (name, "0123456789ABCDEF");
  char part[9] = "";
  guint64 high;

  if (n != 24 || (name[n] != '\0' && !g_str_equal (name + n, ".gz")))
    return FALSE;
  memcpy (part, name, 8);
  *timeline = (guint)g_ascii_strtoull (part, NULL, 16);
  memcpy (part, name + 8, 8);
  high = g_ascii_strtoull (part, NULL, 16);
  memcpy (part, name + 16, 8);
  *number = high * SEGMENTS_PER_ID + g_ascii_strtoull (part, NULL, 16);
  return TRUE;
}

gboolean
ddi_wal_segment_of (const char *lsn, guint64 *number)
{
  char *end;
  guint64 high = g_ascii_strtoull (lsn, &end, 16), low;

  if (end == lsn || *end != '/')
    return FALSE;
  low = g_ascii_strtoull (end + 1, NULL, 16);
  *number = (high << 32 | low) / DDI_WAL_SEGMENT;
  return TRUE;
}

gboolean
ddi_wal_segment_is_whole (const char *path, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) raw = G_INPUT_STREAM (g_file_read (file, cancellable, NULL));
  g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *buffer = g_malloc (CHUNK);
  gssize n, total = 0;

  if (raw == NULL)
    return FALSE;
  stream = g_converter_input_stream_new (raw, G_CONVERTER (gzip));
  while ((n = g_input_stream_read (stream, buffer, CHUNK, cancellable, NULL)) > 0)
    total += n;
  return n == 0 && total == DDI_WAL_SEGMENT;
}

gboolean
ddi_wal_archive_add (DdiClusterLayout *layout, const char *path, GError **error)
{
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *part = g_strdup_printf ("%s/segments/%s.part", layout->wal, name);
  g_autofree char *whole = g_strdup_printf ("%s/segments/%s.gz", layout->wal, name);
  g_autoptr (GFile) into = g_file_new_for_path (part);
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GInputStream) in = G_INPUT_STREAM (g_file_read (from, NULL, error));
  g_autoptr (GOutputStream) raw = NULL, out = NULL;

  if (in == NULL)
    return FALSE;
  raw = G_OUTPUT_STREAM (g_file_replace (into, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error));
  if (raw == NULL)
    return FALSE;
  out = g_converter_output_stream_new (raw, G_CONVERTER (gzip));
  if (g_output_stream_splice (out, in,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                              error) < 0)
    return FALSE;
  if (g_rename (part, whole) != 0)
    return ddi_server_error_from_errno (error, errno, whole);
  return ddi_server_account_own (layout->account, whole, error);
}
