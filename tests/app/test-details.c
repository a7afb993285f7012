/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a view that shows an error offers to copy, and what the window says after a crash. */
#include "app/ddi-details.h"
#include "app/ddi-page-private.h"
#include "app/ddi-start-view.h"
#include "app/ddi-test-window.h"
#include "app/ddi-window-private.h"
#include "journal/ddi-journal.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

/* The widget below @root with this text on it, or NULL. */
static GtkWidget *
find_text (GtkWidget *root, GType type, const char *text)
{
  const char *label = GTK_IS_BUTTON (root)  ? gtk_button_get_label (GTK_BUTTON (root))
                      : GTK_IS_LABEL (root) ? gtk_label_get_text (GTK_LABEL (root))
                                            : NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root) && label &&
      strstr (label, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, type, text);

      if (found)
        return found;
    }
  return NULL;
}

static char *
read_clipboard (void)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, &error));
  return g_value_dup_string (&value);
}

static void
press_copy (GtkWidget *root)
{
  GtkWidget *button = find_text (root, GTK_TYPE_BUTTON, "Copy _Details");

  g_assert_nonnull (button);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (root), "");
  g_signal_emit_by_name (button, "clicked");
  ddi_test_settle ();
}

static void
test_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiPage *page = ddi_window_get_page (window);
  g_autoptr (GError) error =
      g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "<no> answer for user \"maria\" of maria@example.com");
  g_autofree char *text = NULL;

  ddi_test_wait_for_page (page);
  ddi_page_settle (page, DDI_PAGE_ERROR, error);
  ddi_test_settle ();
  press_copy (GTK_WIDGET (page));
  text = read_clipboard ();
  g_assert_true (g_str_has_prefix (text, "Dunkin Demand Intelligence "));
  g_assert_nonnull (
      strstr (text,
              "\nLast error: DdiOverviewPage: <no> answer for user \"…\" of …@… (g-io-error-quark 0)\n"));
  ddi_test_window_close (window);
}

static void
test_start (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiStartView *view = ddi_window_get_start_view (window);
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the disk is full");
  g_autofree char *text = NULL;
  int least;

  ddi_window_set_session (window, NULL);
  ddi_start_view_show_error (view, error);
  ddi_test_settle ();
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
  press_copy (GTK_WIDGET (view));
  text = read_clipboard ();
  g_assert_nonnull (strstr (text, "\nLast error: opening: the disk is full (g-io-error-quark "));
  ddi_test_window_close (window);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return toplevel;
    }
  return NULL;
}

/* @kept: what the window says of changes that were waiting; NULL where there was no crash. */
static void
begin (DdiWindow *window, const char *directory, const char *kept)
{
  DdiSessionMark *mark = ddi_details_begin_session (window, directory, "own");
  GtkWidget *button;

  g_assert_nonnull (mark);
  ddi_test_settle ();
  button = find_text (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Details");
  g_assert_cmpint (button != NULL, ==, kept != NULL);
  if (kept)
    {
      GtkWidget *dialog;
      const char *body;

      g_signal_emit_by_name (button, "clicked");
      ddi_test_settle ();
      dialog = find_dialog ();
      g_assert_nonnull (dialog);
      body = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog));
      g_assert_nonnull (strstr (body, "What was saved before is safe"));
      g_assert_nonnull (strstr (body, kept));
      press_copy (dialog);
    }
  /* The session dies, and so does the window. */
  ddi_session_mark_abandon (mark);
  ddi_test_window_close (window);
}

static void
test_crash (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("state");
  g_autofree char *text = NULL;

  begin (ddi_test_window_new (session), directory, NULL);
  begin (ddi_test_window_new (session), directory, "Nothing was waiting to be sent");
  text = read_clipboard ();
  g_assert_true (g_str_has_prefix (text, "Dunkin Demand Intelligence "));
}

static void
test_kept (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("state");
  DdiOutbox *outbox = ddi_session_get_outbox (session);
  DdiOutboxNote note = { "Waste of Lakeside", "waste", NULL, DDI_DATA_WASTE };
  DdiUnit *unit = ddi_unit_new ();
  DdiWindow *window;
  g_autoptr (DdiOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  begin (ddi_test_window_new (session), directory, NULL);
  window = ddi_test_window_new (session);
  ddi_unit_add (unit, "waste/list-reasons", NULL);
  entry = ddi_outbox_add (outbox, &note, unit, &error);
  g_assert_no_error (error);
  begin (window, directory, "1 change was not sent yet");
  g_assert_true (ddi_outbox_remove (outbox, entry, &error));
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);
  g_test_add_func ("/details/page", test_page);
  g_test_add_func ("/details/start", test_start);
  g_test_add_func ("/details/crash", test_crash);
  g_test_add_func ("/details/kept", test_kept);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
