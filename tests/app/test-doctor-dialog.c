/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-doctor-dialog.h"

#include "app/ddi-test-window.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

/* Whether a label in the tree has this text. */
static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
has_found (gpointer dialog)
{
  return shows (dialog, "Nothing is wrong") || shows (dialog, ": ");
}

static GtkWidget *
examine (const DdiDoctorOptions *options)
{
  GtkWidget *dialog = GTK_WIDGET (ddi_doctor_dialog_new (NULL, options));

  gtk_window_present (GTK_WINDOW (dialog));
  ddi_test_wait (has_found, dialog);
  ddi_test_settle ();
  return dialog;
}

static void
test_good (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  const DdiDoctorOptions options = { .data_dir = path };
  GtkWidget *dialog = examine (&options);

  g_assert_true (shows (dialog, "Nothing is wrong"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Nobody listens there: the port is the first thing that is wrong, with what to do, and what was good before it. */
static void
test_refused (void)
{
  const DdiDoctorOptions options = { .connection = "postgresql://ddi_app@127.0.0.1:1/dunkin_demand" };
  g_autoptr (GPtrArray) checks = ddi_doctor_examine (&options, NULL);
  const DdiCheck *bad = ddi_check_find_bad (checks);
  GtkWidget *dialog = examine (&options);

  g_assert_cmpstr (bad->step, ==, "port");
  g_assert_true (shows (dialog, bad->text));
  g_assert_true (shows (dialog, bad->mend));
  g_assert_false (shows (dialog, "Nothing is wrong"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A data directory of a version that is not here. */
static void
test_version (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autofree char *version = g_build_filename (path, "data", "PG_VERSION", NULL);
  const DdiDoctorOptions options = { .data_dir = path };
  GtkWidget *dialog;

  g_assert_true (g_file_set_contents (version, "14\n", -1, NULL));
  dialog = examine (&options);
  g_assert_true (shows (dialog, "Install the PostgreSQL version"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Closed while it looks, it is gone. */
static void
test_closed (void)
{
  const DdiDoctorOptions options = { .connection = "postgresql://ddi_app@127.0.0.1:1/dunkin_demand" };
  gpointer dialog = ddi_doctor_dialog_new (NULL, &options);

  g_object_add_weak_pointer (G_OBJECT (dialog), &dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (dialog)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/doctor-dialog/good", test_good);
  g_test_add_func ("/doctor-dialog/refused", test_refused);
  g_test_add_func ("/doctor-dialog/version", test_version);
  g_test_add_func ("/doctor-dialog/closed", test_closed);
  return g_test_run ();
}
