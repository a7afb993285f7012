/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is noted of a session: whole lines, bounded, and nothing that must not leave the computer. */
#include "journal/ddi-journal.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/ddi-test-directory.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *text, *clean;
  } cases[] = {
    { "plain words", "plain words" },
    { " two\nlines\r\n", "two lines" },
    { "to postgresql://maria:pa55@db.example.com/x failed", "to postgresql://…@db.example.com/x failed" },
    { "to postgresql://maria@db/x", "to postgresql://…@db/x" },
    { "host=db password='a b' port=5432", "host=db password=… port=5432" },
    { "password=hunter2&sslmode=require", "password=…" },
    { "Code: K7QX-33", "Code: …" },
    { "password authentication failed for user \"maria\"", "password authentication failed for user \"…\"" },
    { "DETAIL: Key (email)=(maria@example.com) already exists.", "DETAIL: Key (email)=(…) already exists." },
    { "Failing row contains (7, Maria (the tall), 3).", "Failing row contains (…)." },
    { "maria.lopez+x@mail.example.com asked", "…@… asked" },
    { "at \"db\" (10.11.12.13), port 5432", "at \"db\" (…), port 5432" },
    { "session is Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==.", "session is …." },
    { "request 6f1c9a3e-4b0d-4c53-9d57-5c1a6f0e8b7d", "request …" },
    { "relation \"daily_sales\" does not exist", "relation \"daily_sales\" does not exist" },
    { "a long identifier ddi_order_matrix_load_everything",
      "a long identifier ddi_order_matrix_load_everything" },
    { "at 1.5.2 of 2026-11-26", "at 1.5.2 of 2026-11-26" },
    { "", "" },
  };
  g_autofree char *home = g_strdup_printf ("%s/sheets/week.xlsx: row 3", g_get_home_dir ());
  g_autofree char *clean_home = ddi_journal_clean (home);
  g_autofree char *invalid = ddi_journal_clean ("caf\xe9");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = ddi_journal_clean (cases[i].text);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
  g_assert_cmpstr (clean_home, ==, "~/sheets/week.xlsx: row 3");
  g_assert_true (g_utf8_validate (invalid, -1, NULL));
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text; text++)
    n += *text == '\n';
  return n;
}

static void
test_read (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("journal");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiJournal) journal = ddi_journal_open (directory, &error);
  g_autofree char *path = g_build_filename (directory, DDI_JOURNAL_FILE, NULL);
  g_autofree char *empty = NULL, *two = NULL, *all = NULL;
  struct stat status;

  g_assert_no_error (error);
  empty = ddi_journal_read (journal, 5);
  g_assert_cmpstr (empty, ==, "");
  ddi_journal_write (journal, "note", "first");
  ddi_journal_write (journal, "note", "second\nhalf");
  ddi_journal_write (journal, "note", "third");
  two = ddi_journal_read (journal, 2);
  g_assert_cmpuint (count_lines (two), ==, 2);
  g_assert_null (strstr (two, "first"));
  g_assert_nonnull (strstr (two, "note: second half\n"));
  g_assert_true (g_str_has_suffix (two, "note: third\n"));
  all = ddi_journal_read (journal, 100);
  g_assert_cmpuint (count_lines (all), ==, 3);
  /* Nobody else of this computer reads it. */
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (directory, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

/* However much is written, by two programs at once: three files, none much larger than it may be, the newest lines
 * there, each of them whole. */
static void
test_rotate (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("journal");
  g_autoptr (DdiJournal) one = ddi_journal_open (directory, NULL);
  g_autoptr (DdiJournal) other = ddi_journal_open (directory, NULL);
  g_autofree char *filler = g_strnfill (4000, 'x');
  g_autofree char *tail = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;
  const char *name;

  for (int i = 0; i < 600; i++)
    ddi_journal_write (i % 2 ? one : other, "note", filler);
  ddi_journal_write (one, "note", "the last of one");
  ddi_journal_write (other, "note", "the last of the other");
  dir = g_dir_open (directory, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_cmpuint (length, <, DDI_JOURNAL_MOST_BYTES + 5000);
      g_assert_true (length == 0 || text[length - 1] == '\n');
      lines = g_strsplit (text, "\n", -1);
      for (char **line = lines; *line && **line; line++)
        g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z \\d+ note: \\w", *line, 0, 0));
      n_files++;
    }
  g_assert_cmpuint (n_files, ==, 3);
  tail = ddi_journal_read (one, 2);
  g_assert_nonnull (strstr (tail, "the last of one\n"));
  g_assert_true (g_str_has_suffix (tail, "the last of the other\n"));
}

static void
test_refused (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("journal");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "a file", -1, NULL));
  g_assert_null (ddi_journal_open (path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
}

/* A link that somebody has put there is not followed. */
static void
test_link (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("journal");
  g_autofree char *path = g_build_filename (directory, DDI_JOURNAL_FILE, NULL);
  g_autofree char *elsewhere = ddi_test_directory_new_path ("elsewhere");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  g_assert_true (g_file_set_contents (elsewhere, "", 0, NULL));
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  g_assert_null (ddi_journal_open (directory, &error));
  g_assert_nonnull (error);
}

/* The program's own: in a process of its own each time. */
static void
run_session (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) problem = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "user \"maria\" is unknown");
  g_autofree char *details = NULL;

  ddi_journal_note_error ("too early", problem);
  g_assert_true (ddi_journal_begin (g_getenv ("DDI_TEST_JOURNAL"), &error));
  g_assert_no_error (error);
  g_message ("a message to maria@example.com");
  g_debug ("nobody reads this");
  ddi_journal_note_error ("the page", problem);
  details = ddi_journal_dup_details ();
  g_assert_true (g_str_has_prefix (details, "Dunkin Demand Intelligence "));
  g_assert_nonnull (strstr (details, "\nLast error: the page: user \"…\" is unknown (g-io-error-quark 0)\n"));
  g_assert_nonnull (strstr (details, "message: a message to …@…\n"));
  g_assert_null (strstr (details, "maria"));
  ddi_journal_end ();
}

static char *
read_session (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, DDI_JOURNAL_FILE, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_session (void)
{
  g_autofree char *directory = NULL, *text = NULL;

  if (g_test_subprocess ())
    {
      run_session ();
      return;
    }
  directory = ddi_test_directory_new_path ("journal");
  g_setenv ("DDI_TEST_JOURNAL", directory, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  text = read_session (directory);
  g_assert_cmpuint (count_lines (text), ==, 4);
  g_assert_nonnull (strstr (text, " begins: dunkin-demand "));
  g_assert_nonnull (strstr (text, " error: the page: user \"…\" is unknown (g-io-error-quark 0)\n"));
  g_assert_true (g_str_has_suffix (text, " ends: \n"));
  g_assert_null (strstr (text, "nobody reads this"));
}

static void
test_signal (void)
{
  g_autofree char *directory = NULL, *text = NULL;

  if (g_test_subprocess ())
    {
      g_assert_true (ddi_journal_begin (g_getenv ("DDI_TEST_JOURNAL"), NULL));
      raise (SIGSEGV);
      return;
    }
  directory = ddi_test_directory_new_path ("journal");
  g_setenv ("DDI_TEST_JOURNAL", directory, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  text = read_session (directory);
  g_assert_true (g_str_has_suffix (text, "\n- the program was ended by signal 11\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/clean", test_clean);
  g_test_add_func ("/journal/read", test_read);
  g_test_add_func ("/journal/rotate", test_rotate);
  g_test_add_func ("/journal/refused", test_refused);
  g_test_add_func ("/journal/link", test_link);
  g_test_add_func ("/journal/session", test_session);
  g_test_add_func ("/journal/signal", test_signal);
  return g_test_run ();
}
