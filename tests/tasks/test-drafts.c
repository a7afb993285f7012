/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unfinished forms are found again by whose they are, whatever else lies in the folder. */
#include "support/ddi-test-directory.h"
#include "tasks/ddi-drafts.h"

#define DATABASE "5d0f9cc6-0a1c-4d53-9f0c-0f3a4f6f1a11"

static DdiDrafts *
open_drafts (const char *folder, const char *database, int user_id)
{
  g_autoptr (GError) error = NULL;
  DdiDrafts *drafts = ddi_drafts_open (folder, database, user_id, &error);

  g_assert_no_error (error);
  return drafts;
}

static void
settle (DdiDrafts *drafts)
{
  while (!ddi_drafts_is_settled (drafts))
    g_main_context_iteration (NULL, TRUE);
}

static void
keep (DdiDrafts *drafts, const char *key, const char *name)
{
  g_autoptr (JsonObject) fields = json_object_new ();

  json_object_set_string_member (fields, "name", name);
  ddi_drafts_keep (drafts, ddi_draft_new (key, "products", "new", "Add Product", fields));
}

static guint
count (DdiDrafts *drafts)
{
  g_autoptr (GPtrArray) list = ddi_drafts_list (drafts);

  return list->len;
}

/* Many changes in a row: the last one is what comes back, of this person and this database only. */
static void
test_newest (void)
{
  g_autofree char *folder = ddi_test_directory_new_path ("drafts");
  g_autoptr (DdiDrafts) drafts = open_drafts (folder, DATABASE, 7);
  g_autoptr (DdiDrafts) again = NULL, other = NULL, elsewhere = NULL;
  const DdiDraft *draft;

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("Glazed %d", i);

      keep (drafts, "product/new", name);
    }
  keep (drafts, "product/3", "Boston");
  settle (drafts);

  again = open_drafts (folder, DATABASE, 7);
  draft = ddi_drafts_find (again, "product/new");
  g_assert_nonnull (draft);
  g_assert_cmpstr (json_object_get_string_member (draft->fields, "name"), ==, "Glazed 49");
  g_assert_cmpstr (draft->page, ==, "products");
  g_assert_cmpstr (draft->place, ==, "new");
  g_assert_cmpstr (draft->title, ==, "Add Product");
  g_assert_cmpuint (count (again), ==, 2);
  other = open_drafts (folder, DATABASE, 8);
  g_assert_cmpuint (count (other), ==, 0);
  elsewhere = open_drafts (folder, "ffffffff-0a1c-4d53-9f0c-0f3a4f6f1a11", 7);
  g_assert_cmpuint (count (elsewhere), ==, 0);
}

static void
test_forget (void)
{
  g_autofree char *folder = ddi_test_directory_new_path ("drafts");
  g_autoptr (DdiDrafts) drafts = open_drafts (folder, DATABASE, 7);
  g_autoptr (DdiDrafts) again = NULL;

  keep (drafts, "product/new", "Glazed");
  keep (drafts, "product/3", "Boston");
  ddi_drafts_forget (drafts, "product/new");
  ddi_drafts_forget (drafts, "never kept");
  settle (drafts);
  again = open_drafts (folder, DATABASE, 7);
  g_assert_null (ddi_drafts_find (again, "product/new"));
  g_assert_cmpuint (count (again), ==, 1);
}

/* Whatever lies there, the good ones are found and nothing is deleted. */
static void
test_damaged (void)
{
  static const char *const texts[] = { "",
                                       "{",
                                       "[]",
                                       "null",
                                       "{\"fields\": 3}",
                                       "{\"database\": \"" DATABASE
                                       "\", \"user\": 7, \"key\": 1, \"fields\": {}}",
                                       "{\"database\": \"" DATABASE "\", \"user\": 7, \"key\": \"a\"}" };
  g_autofree char *folder = ddi_test_directory_new_path ("drafts");
  g_autoptr (DdiDrafts) drafts = open_drafts (folder, DATABASE, 7), again = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *brackets = g_strnfill (1000000, '['), *deep = g_build_filename (folder, "deep.json", NULL);
  guint n = 0;

  keep (drafts, "product/new", "Glazed");
  settle (drafts);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *name = g_strdup_printf ("%zu.json", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    }
  /* Deeper than a parser's stack. */
  g_assert_true (g_file_set_contents (deep, brackets, -1, NULL));
  again = open_drafts (folder, DATABASE, 7);
  g_assert_cmpuint (count (again), ==, 1);
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir))
    n++;
  g_assert_cmpuint (n, ==, 2 + G_N_ELEMENTS (texts));
}

/* A folder that cannot be made is an error that says which. */
static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_drafts_open ("/proc/nowhere/drafts", DATABASE, 7, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/proc/nowhere/drafts"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafts/newest", test_newest);
  g_test_add_func ("/drafts/forget", test_forget);
  g_test_add_func ("/drafts/damaged", test_damaged);
  g_test_add_func ("/drafts/no-folder", test_no_folder);
  return g_test_run ();
}
