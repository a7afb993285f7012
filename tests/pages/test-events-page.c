/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events are added, changed and deleted through the page's own widgets, asserted in the database. */
#include "pages/events/ddi-events-page.h"

#include <glib/gstdio.h>
#include <math.h>

#include "app/ddi-calendar.h"
#include "app/ddi-day-row.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/events/ddi-event-dialog.h"
#include "pages/events/ddi-event-row.h"
#include "pages/events/ddi-event-text.h"
#include "pages/events/ddi-events-export.h"
#include "pages/events/ddi-holidays-dialog.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static const char events[] =
    "SELECT coalesce(string_agg(concat_ws(' ', name, kind, starts_on, ends_on, coalesce(store_id, 0), "
    "expected_effect, closes_at, product_id, category), ', ' ORDER BY id), '-') FROM calendar_events";

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "events", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static GtkWidget *
child (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_EVENT_DIALOG, name));
}

static void
save (GtkWidget *dialog, GType type)
{
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

/* The empty page says what will be here; what cannot be keeps Save shut and says why. */
static void
test_first_event (void)
{
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (DDI_TYPE_EVENT_DIALOG);
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "name", "Road works");
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "effect", "a lot");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child (dialog, "message"))), !=, "");
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "effect", "−40 %");
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "closes_at", "13:75");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "closes_at", "13:00");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "kind")), DDI_EVENT_LOCAL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "store")), 1);
  ddi_day_row_set_day (DDI_DAY_ROW (child (dialog, "first")), ddi_day_parse ("2026-11-26"));
  /* The last day moved along; then the event is made longer. */
  g_assert_cmpint (ddi_day_row_get_day (DDI_DAY_ROW (child (dialog, "last"))), ==,
                   ddi_day_parse ("2026-11-26"));
  ddi_day_row_set_day (DDI_DAY_ROW (child (dialog, "last")), ddi_day_parse ("2026-11-20"));
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_day_row_set_day (DDI_DAY_ROW (child (dialog, "last")), ddi_day_parse ("2026-11-27"));
  save (dialog, DDI_TYPE_EVENT_DIALOG);
  ddi_test_wait_for_sql (home, events, "Road works local 2026-11-26 2026-11-27 2 -0.400 13:00:00");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, events, "-");
  ddi_test_window_close (window);
}

static gboolean
has_focus_within (gpointer row)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));

  return focus && (focus == row || gtk_widget_is_ancestor (focus, row));
}

static gboolean
is_in_calendar (gpointer dialog)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (dialog));

  return focus && gtk_widget_get_ancestor (focus, DDI_TYPE_CALENDAR) != NULL;
}

/* Each row of the form is one stop; Return in a day's opens its calendar, Escape there leads back. */
static void
test_keyboard (void)
{
  DdiWindow *window = open_page ();
  GtkWidget *dialog, *first, *popover;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (DDI_TYPE_EVENT_DIALOG);
  first = child (dialog, "first");
  gtk_widget_grab_focus (first);
  g_assert_true (has_focus_within (first));
  gtk_widget_child_focus (dialog, GTK_DIR_TAB_FORWARD);
  g_assert_true (has_focus_within (child (dialog, "last")));
  gtk_widget_child_focus (dialog, GTK_DIR_TAB_FORWARD);
  g_assert_true (has_focus_within (child (dialog, "closes_at")));

  gtk_widget_grab_focus (first);
  gtk_widget_activate (first);
  ddi_test_wait (is_in_calendar, dialog);
  popover = gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (dialog)), GTK_TYPE_POPOVER);
  gtk_popover_popdown (GTK_POPOVER (popover));
  ddi_test_settle ();
  g_assert_true (gtk_root_get_focus (GTK_ROOT (dialog)) == first);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

/* An event of the month is opened, changed, deleted from its form, and comes back. */
static void
test_edit_delete (void)
{
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind) VALUES ('2026-12-04', '2026-12-06', "
      "'Boxes', 'promotion')");
  DdiWindow *window = open_page ();
  DdiMonthView *month;
  GType type = DDI_TYPE_EVENT_DIALOG;
  GtkWidget *dialog;

  ddi_page_go_to (ddi_window_get_page (window), "day=2026-12-05");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  month = ddi_events_page_get_month (DDI_EVENTS_PAGE (ddi_window_get_page (window)));
  g_assert_cmpint (ddi_month_view_get_day (month), ==, ddi_day_parse ("2026-12-05"));
  g_signal_emit_by_name (month, "event-activated", 0);
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (DDI_TYPE_EVENT_DIALOG);
  ddi_test_dialog_type (dialog, DDI_TYPE_EVENT_DIALOG, "effect", "25");
  save (dialog, DDI_TYPE_EVENT_DIALOG);
  ddi_test_wait_for_sql (home, events, "Boxes promotion 2026-12-04 2026-12-06 0 0.250");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, events, "Boxes promotion 2026-12-04 2026-12-06 0");

  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_signal_emit_by_name (month, "event-activated", 0);
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (DDI_TYPE_EVENT_DIALOG);
  g_signal_emit_by_name (child (dialog, "delete_button"), "clicked");
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (home, events, "-");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, events, "Boxes promotion 2026-12-04 2026-12-06 0");
  ddi_test_window_close (window);
}

static gboolean
find_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  if (GTK_IS_INSCRIPTION (widget) &&
      g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    if (find_text (w, text))
      return TRUE;
  return FALSE;
}

/* The month has a chip a day of the event; narrow, it has the chosen day's events below instead. */
static void
test_month (void)
{
  DdiWindow *window = open_page ();
  DdiMonthView *month;
  DdiDay first, last;
  int n = 0, least;

  ddi_page_go_to (ddi_window_get_page (window), "day=2026-12-06");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  month = ddi_events_page_get_month (DDI_EVENTS_PAGE (ddi_window_get_page (window)));
  ddi_month_view_get_range (month, &first, &last);
  g_assert_cmpint (last - first, ==, 41);
  g_assert_true (first <= ddi_day_parse ("2026-12-01") && last >= ddi_day_parse ("2026-12-31"));
  ddi_month_view_set_narrow (month, FALSE);
  g_assert_true (find_text (GTK_WIDGET (month), "Boxes"));
  /* Also with names it never asks for more than a phone has: it may be shown on one before it knows. */
  gtk_widget_measure (GTK_WIDGET (month), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
  ddi_month_view_set_narrow (month, TRUE);
  g_assert_true (find_text (GTK_WIDGET (month), "Boxes"));
  ddi_month_view_show_day (month, ddi_day_parse ("2026-12-07"));
  for (GtkWidget *w = gtk_widget_get_first_child (GTK_WIDGET (month)); w; w = gtk_widget_get_next_sibling (w))
    n += find_text (w, "Boxes");
  g_assert_cmpint (n, ==, 0);
  ddi_test_window_close (window);
}

static DdiRows *
list (int store, const char *search)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  ddi_unit_add (unit, "events/list", g_variant_new ("(imsmsms)", store, NULL, NULL, search));
  results = ddi_database_run (ddi_session_get_database (session), unit, NULL, &error);
  g_assert_no_error (error);
  return ddi_rows_ref (results->pdata[0]);
}

/* Holidays of a span are added once, whatever is there already, and go together. */
static void
test_holidays (void)
{
  static const char count[] =
      "SELECT count(*) || ' ' || count(DISTINCT (name, starts_on)) FROM calendar_events "
      "WHERE kind = 'holiday'";
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind) VALUES ('2026-12-25', '2026-12-25', "
      "'Christmas Day', 'closure')");
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  for (int i = 0; i < 2; i++)
    {
      ddi_test_activate (window, "page.add-holidays");
      dialog = ddi_test_dialog_find (DDI_TYPE_HOLIDAYS_DIALOG);
      for (int k = 0; k < 2; k++)
        ddi_day_row_set_day (DDI_DAY_ROW (gtk_widget_get_template_child (dialog, DDI_TYPE_HOLIDAYS_DIALOG,
                                                                         k ? "last" : "first")),
                             ddi_day_parse (k ? "2026-12-31" : "2026-01-01"));
      save (dialog, DDI_TYPE_HOLIDAYS_DIALOG);
      ddi_test_wait_for_sql (home, count, "25 25");
    }
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, count, "0 0");
  ddi_test_window_close (window);
}

/* What is selected in the list is deleted and comes back. */
static void
test_delete (void)
{
  DdiWindow *window = open_page ();
  DdiTable *table = ddi_events_page_get_table (DDI_EVENTS_PAGE (ddi_window_get_page (window)));

  ddi_page_go_to (ddi_window_get_page (window), "list");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_table_select (table, 0);
  ddi_test_activate (window, "page.delete");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM calendar_events", "1");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM calendar_events", "2");
  ddi_test_window_close (window);
}

static guint
find_scope (GtkWidget *dialog, const char *text)
{
  GListModel *names = adw_combo_row_get_model (ADW_COMBO_ROW (child (dialog, "scope")));

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (names), i), text))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
choose_scope (GtkWidget *dialog, const char *text)
{
  guint i = find_scope (dialog, text);

  g_assert_cmpuint (i, !=, GTK_INVALID_LIST_POSITION);
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "scope")), i);
}

/* A promotion of a category, then of a product; the list says which, and finds it by that; a closure is of all. */
static void
test_scope (void)
{
  static const char bucket[] =
      "SELECT string_agg(concat_ws(' ', name, product_id, category), ',') FROM calendar_events "
      "WHERE name = 'Bucket'";
  DdiWindow *window = open_page ();
  GType type = DDI_TYPE_EVENT_DIALOG;
  GtkWidget *dialog;
  g_autoptr (DdiRows) rows = NULL, found = NULL;
  g_autofree char *about = NULL;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (type);
  ddi_test_dialog_type (dialog, type, "name", "Bucket");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "kind")), DDI_EVENT_CLOSURE);
  choose_scope (dialog, "All Donuts");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child (dialog, "message"))), !=, "");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "kind")), DDI_EVENT_PROMOTION);
  ddi_day_row_set_day (DDI_DAY_ROW (child (dialog, "first")), ddi_day_parse ("2026-12-20"));
  save (dialog, type);
  ddi_test_wait_for_sql (home, bucket, "Bucket Donuts");
  ddi_test_settle ();

  ddi_page_go_to (ddi_window_get_page (window), "day=2026-12-20");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_signal_emit_by_name (ddi_events_page_get_month (DDI_EVENTS_PAGE (ddi_window_get_page (window))),
                         "event-activated", 1);
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (type);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (child (dialog, "scope"))), ==,
                    find_scope (dialog, "All Donuts"));
  choose_scope (dialog, "Glazed");
  save (dialog, type);
  ddi_test_wait_for_sql (home, bucket, "Bucket 1");
  rows = list (0, "bucket");
  about = ddi_event_row_describe (rows, 0);
  g_assert_cmpstr (about, ==, "Promotion · All shops · Glazed");
  found = list (0, "glaz");
  g_assert_cmpuint (ddi_rows_get_n (found), ==, 1);
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, bucket, "Bucket Donuts");
  ddi_test_window_close (window);
  g_free (ddi_test_home_psql (home, FALSE, "DELETE FROM calendar_events WHERE name = 'Bucket'"));
}

/* What past occurrences did is summed over the shops that are asked for. */
static void
test_learnt (void)
{
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected) VALUES "
      "(1, 'promotion', 'Boxes', '2024-12-04', 120, 100), (2, 'promotion', 'Boxes', '2024-12-04', 180, 100), "
      "(1, 'promotion', 'Boxes', '2025-12-04', 130, 100), (2, 'promotion', 'Boxes', '2025-12-04', 130, 100)");
  g_autoptr (DdiRows) all = list (0, "box"), two = list (2, "box"), other = list (0, "christ");
  g_autofree char *text = ddi_event_text_learnt (all, 0), *about = ddi_event_row_describe (all, 0);
  g_autofree char *own = ddi_event_text_learnt (two, 0), *none = ddi_event_text_learnt (other, 0);

  g_assert_cmpuint (ddi_rows_get_n (all), ==, 1);
  g_assert_cmpstr (text, ==, "+40 % ± 14, 2 times");
  g_assert_cmpstr (about, ==, "Promotion · All shops · learnt +40 % ± 14, 2 times");
  g_assert_cmpstr (own, ==, "+55 % ± 35, 2 times");
  g_assert_cmpstr (none, ==, "");
}

static void
test_export (void)
{
  g_autoptr (DdiRows) rows = list (0, "box");
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ddi-test-events.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  ddi_events_export_write (rows, path, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "2026-12-04,2026-12-06,Boxes,promotion,,,,,,0.4,2"));
  g_remove (path);
}

static void
test_effects (void)
{
  static const struct
  {
    const char *text;
    gboolean read;
    double effect;
    const char *shown;
  } cases[] = {
    { "", TRUE, NAN, "" },
    { "+38 %", TRUE, 0.38, "+38 %" },
    { "25", TRUE, 0.25, "+25 %" },
    { "-40", TRUE, -0.4, "−40 %" },
    { "− 40 %", TRUE, -0.4, "−40 %" },
    { "-100%", TRUE, -1, "−100 %" },
    { "12,5", TRUE, 0.125, "+13 %" },
    { "0", TRUE, 0, "±0 %" },
    { "-101", FALSE, 0, NULL },
    { "901", FALSE, 0, NULL },
    { "half", FALSE, 0, NULL },
    { "1 2", FALSE, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double effect;
      g_autofree char *shown = NULL;

      g_assert_cmpint (ddi_event_text_parse_effect (cases[i].text, &effect), ==, cases[i].read);
      if (!cases[i].read)
        continue;
      g_assert_true (isnan (cases[i].effect) ? isnan (effect) : fabs (effect - cases[i].effect) < 1e-9);
      shown = ddi_event_text_effect (effect);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North'); INSERT INTO stores (district_id, name) VALUES (1, "
      "'Main Street'), (1, 'Lakeside'); INSERT INTO products (name, category) VALUES ('Glazed', 'Donuts')");
  session = ddi_test_session_new (home);

  g_test_add_func ("/events/effects", test_effects);
  g_test_add_func ("/events/first-event", test_first_event);
  g_test_add_func ("/events/keyboard", test_keyboard);
  g_test_add_func ("/events/edit-delete", test_edit_delete);
  g_test_add_func ("/events/month", test_month);
  g_test_add_func ("/events/holidays", test_holidays);
  g_test_add_func ("/events/delete", test_delete);
  g_test_add_func ("/events/scope", test_scope);
  g_test_add_func ("/events/learnt", test_learnt);
  g_test_add_func ("/events/export", test_export);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
