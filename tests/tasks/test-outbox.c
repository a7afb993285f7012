/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept is kept, whatever happens to the program, to a file or to the disk. */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/ddi-unit-private.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-outbox.h"

#define DATABASE "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0001"
#define OTHER_DATABASE "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0002"
#define USER 7
#define N_KILLS 40

static const char *self_path;

static DdiOutbox *
open_outbox (const char *directory)
{
  g_autoptr (GError) error = NULL;
  DdiOutbox *outbox = ddi_outbox_open (directory, DATABASE, USER, &error);

  g_assert_no_error (error);
  return outbox;
}

static DdiUnit *
make_unit (const char *reason)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "entry/save-waste",
                g_variant_new ("(iisi@mxmsi)", USER, 1, "2026-11-25", 3,
                               g_variant_new_maybe (G_VARIANT_TYPE_INT64, NULL), reason, 0));
  ddi_unit_add (unit, "waste/list-reasons", NULL);
  return unit;
}

static DdiOutboxEntry *
add (DdiOutbox *outbox, const char *title, GError **error)
{
  DdiOutboxNote note = { title, "entry", "store=1&day=2026-11-25", 16 };

  return ddi_outbox_add (outbox, &note, make_unit (title), error);
}

static void
expect_titles (DdiOutbox *outbox, const char *expected)
{
  g_autoptr (GPtrArray) list = ddi_outbox_list (outbox);
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (titles, "%s%s", i ? "|" : "", ((DdiOutboxEntry *)list->pdata[i])->title);
  g_assert_cmpstr (titles->str, ==, expected);
}

/* All that an entry holds comes back, in order, and goes when it is taken out. */
static void
test_keep (void)
{
  static const char odd[] = "„Glazed“ \"12\" \\ \n\t 🍩 $1 {x,NULL}";
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (DdiOutbox) first = open_outbox (directory);
  g_autoptr (DdiOutbox) second = NULL, third = NULL;
  g_autoptr (DdiOutboxEntry) a = add (first, odd, NULL), b = add (first, "b", NULL),
                             c = add (first, "c", NULL);
  g_autoptr (GPtrArray) list = NULL;
  const DdiOutboxEntry *back;
  const DdiStatement *statement;

  second = open_outbox (directory);
  list = ddi_outbox_list (second);
  g_assert_cmpuint (list->len, ==, 3);
  back = list->pdata[0];
  g_assert_cmpstr (back->title, ==, odd);
  g_assert_cmpstr (back->request, ==, a->request);
  g_assert_cmpstr (back->place, ==, "store=1&day=2026-11-25");
  g_assert_cmpuint (back->touched, ==, 16);
  g_assert_cmpint (back->made_at, ==, a->made_at);
  g_assert_null (back->refusal);
  g_assert_cmpuint (ddi_unit_get_n (back->unit), ==, 2);
  statement = ddi_unit_get_statement (back->unit, 0);
  g_assert_cmpstr (statement->name, ==, "entry/save-waste");
  g_assert_cmpuint (statement->values->len, ==, 7);
  g_assert_cmpstr (statement->values->pdata[2], ==, "2026-11-25");
  g_assert_null (statement->values->pdata[4]);
  g_assert_cmpstr (statement->values->pdata[5], ==, odd);
  g_assert_true (ddi_outbox_remove (second, list->pdata[1], NULL));
  third = open_outbox (directory);
  g_assert_cmpuint (ddi_outbox_get_n (third), ==, 2);
  g_assert_cmpuint (ddi_outbox_get_n_damaged (third), ==, 0);
}

/* Another person and another database do not even see it. */
static void
test_addressee (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (DdiOutbox) outbox = open_outbox (directory);
  g_autoptr (DdiOutboxEntry) entry = add (outbox, "mine", NULL);
  g_autoptr (DdiOutbox) person = ddi_outbox_open (directory, DATABASE, USER + 1, NULL);
  g_autoptr (DdiOutbox) database = ddi_outbox_open (directory, OTHER_DATABASE, USER, NULL);
  g_autoptr (DdiOutbox) again = open_outbox (directory);

  expect_titles (person, "");
  expect_titles (database, "");
  expect_titles (again, "mine");
}

/* A clock that was moved back, and a name from far in the future: what comes later is sent later. */
static void
test_clock (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (DdiOutbox) outbox = open_outbox (directory), later = NULL, last = NULL;
  g_autoptr (DdiOutboxEntry) entry = add (outbox, "first", NULL), next = NULL;
  g_autofree char *from = g_build_filename (directory, entry->file, NULL);
  g_autofree char *future = g_strdup_printf ("%s/09000000000000000000-x.json", directory);

  g_assert_no_errno (g_rename (from, future));
  later = open_outbox (directory);
  next = add (later, "second", NULL);
  expect_titles (later, "first|second");
  last = open_outbox (directory);
  expect_titles (last, "first|second");
}

static void
damage_file (const char *path, guint how)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  switch (how)
    {
    case 0: /* cut, as a disk that lied about its fsync leaves it */
      length /= 2;
      break;
    case 1:
      length = 0;
      break;
    case 2: /* still JSON, but another shop's */
      *(strstr (text, "\"2026-11-25\"") + 1) = '3';
      break;
    case 3:
      memset (text, 0, length);
      break;
    case 4: /* deeper than a parser's stack */
      g_free (text);
      length = 4 << 20;
      text = g_strnfill (length, '[');
      break;
    default: /* a statement that we do not have */
      memcpy (strstr (text, "save-waste"), "drop-table", 10);
    }
  g_assert_true (g_file_set_contents (path, text, (gssize)length, NULL));
}

/* Set aside, never deleted; the rest is there. */
static void
test_damage (void)
{
  for (guint how = 0; how < 6; how++)
    {
      g_autofree char *directory = ddi_test_directory_new_path ("outbox");
      g_autoptr (DdiOutbox) outbox = open_outbox (directory), again = NULL, once_more = NULL;
      g_autoptr (DdiOutboxEntry) a = add (outbox, "a", NULL), b = add (outbox, "b", NULL),
                                 c = add (outbox, "c", NULL);
      g_autofree char *path = g_build_filename (directory, b->file, NULL);
      g_autofree char *aside = g_strconcat (path, DDI_OUTBOX_DAMAGED_SUFFIX, NULL);
      g_autofree char *before = NULL, *after = NULL;

      damage_file (path, how);
      g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
      again = open_outbox (directory);
      expect_titles (again, "a|c");
      g_assert_cmpuint (ddi_outbox_get_n_damaged (again), ==, 1);
      g_assert_true (g_file_get_contents (aside, &after, NULL, NULL));
      g_assert_cmpstr (before, ==, after);
      once_more = open_outbox (directory);
      expect_titles (once_more, "a|c");
      g_assert_cmpuint (ddi_outbox_get_n_damaged (once_more), ==, 1);
    }
}

/* ---- what the child programs do ---- */

/* Says an entry's file once it is kept. */
static int
child_write (const char *directory)
{
  g_autoptr (DdiOutbox) outbox = open_outbox (directory);

  for (guint i = 0;; i++)
    {
      g_autofree char *title = g_strdup_printf ("change %u of %d", i, (int)getpid ());
      g_autoptr (DdiOutboxEntry) entry = add (outbox, title, NULL);
      g_autofree char *line = entry ? g_strconcat (entry->file, "\n", NULL) : NULL;

      if (line == NULL || write (STDOUT_FILENO, line, strlen (line)) != (gssize)strlen (line))
        return 1;
    }
}

/* On a disk of a few pages: adds until it is full; what was kept is there, and there is room again after. */
static int
child_fill (const char *directory)
{
  g_autoptr (DdiOutbox) outbox = open_outbox (directory), again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (DdiOutboxEntry) more = NULL;
  guint n = 0;

  for (;; n++)
    {
      g_autoptr (DdiOutboxEntry) entry = add (outbox, "change", &error);

      if (entry == NULL)
        break;
    }
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_nonnull (strstr (error->message, g_strerror (ENOSPC)));
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (ddi_outbox_get_n (outbox), ==, n);
  again = open_outbox (directory);
  g_assert_cmpuint (ddi_outbox_get_n (again), ==, n);
  g_assert_cmpuint (ddi_outbox_get_n_damaged (again), ==, 0);
  list = ddi_outbox_list (again);
  g_assert_true (ddi_outbox_remove (again, list->pdata[0], NULL));
  more = add (again, "after", NULL);
  g_assert_nonnull (more);
  return 0;
}

/* ---- */

static guint
expect_kept (const char *directory, const char *acknowledged)
{
  g_autoptr (DdiOutbox) outbox = open_outbox (directory);
  g_autoptr (GPtrArray) list = ddi_outbox_list (outbox);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) files = g_strsplit (acknowledged, "\n", -1);
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    g_assert_true (g_hash_table_add (kept, ((DdiOutboxEntry *)list->pdata[i])->file));
  /* What follows the last line's end was cut by the kill. */
  for (; files[n] && files[n + 1]; n++)
    g_assert_true (g_hash_table_contains (kept, files[n]));
  g_assert_cmpuint (ddi_outbox_get_n_damaged (outbox), ==, 0);
  return n;
}

/* kill -9 at seeded moments, three times of four after something was acknowledged, however slow the machine is;
 * nothing that was acknowledged is missing, nothing is half there. */
static void
test_killed (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261125);
  g_autoptr (GString) acknowledged = g_string_new (NULL);

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *out = NULL;
      g_autoptr (GString) said = g_string_new (NULL);
      g_autoptr (GSubprocess) child =
          g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "write", directory, NULL);
      char first[128];

      g_assert_no_error (error);
      if (i % 4 != 0)
        {
          gssize n =
              g_input_stream_read (g_subprocess_get_stdout_pipe (child), first, sizeof first, NULL, &error);

          g_assert_cmpint (n, >, 0);
          g_string_append_len (said, first, n);
        }
      g_usleep ((gulong)g_rand_int_range (rand, 0, 50000));
      g_subprocess_force_exit (child);
      g_subprocess_communicate_utf8 (child, NULL, NULL, &out, NULL, &error);
      g_assert_no_error (error);
      g_string_append (said, out);
      g_string_append_len (acknowledged, said->str,
                           (gssize)(strrchr (said->str, '\n') ? strrchr (said->str, '\n') + 1 - said->str
                                                              : 0));
    }
  g_assert_cmpuint (expect_kept (directory, acknowledged->str), >=, N_KILLS / 2);
}

/* The entry is refused and says why; what was kept before stays. */
static void
test_full_disk (void)
{
  static const char script[] = "mount -t tmpfs -o size=64k,mode=0700 none \"$1\" || exit; \"$2\" fill "
                               "\"$1/outbox\"; code=$?; umount \"$1\"; exit $code";
  g_autofree char *directory = ddi_test_directory_new_path ("small");

  g_assert_no_errno (g_mkdir (directory, 0700));
  if (geteuid () == 0)
    ddi_test_run ("sh", "-c", script, "sh", directory, self_path, NULL);
  else
    ddi_test_run ("unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", directory, self_path,
                  NULL);
}

int
main (int argc, char **argv)
{
  self_path = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "write"))
    return child_write (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "fill"))
    return child_fill (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/outbox/keep", test_keep);
  g_test_add_func ("/tasks/outbox/addressee", test_addressee);
  g_test_add_func ("/tasks/outbox/clock", test_clock);
  g_test_add_func ("/tasks/outbox/damage", test_damage);
  g_test_add_func ("/tasks/outbox/killed", test_killed);
  g_test_add_func ("/tasks/outbox/full-disk", test_full_disk);
  return g_test_run ();
}
