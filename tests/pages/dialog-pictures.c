/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialog-pictures HOME DIR STYLE [NAME…]: pictures of the dialogs and panels, which the program's own --screenshots does
 * not open, of the home HOME with the demo district in it, as DIR/NAME.png. Prints what is cut off in them, or can be
 * scrolled sideways outside of tables. Not a test: somebody looks at them. */
#include <glib/gstdio.h>

#include "app/ddi-backup-choice.h"
#include "app/ddi-preferences-window.h"
#include "app/ddi-restore-dialog.h"
#include "app/ddi-screenshots.h"
#include "app/ddi-test-tour.h"
#include "app/ddi-test-window.h"
#include "pages/database/ddi-database-columns.h"
#include "pages/database/ddi-database-retype.h"
#include "pages/database/ddi-pooler-dialog.h"
#include "pages/ddi-pages.h"
#include "pages/import/ddi-import-dialog.h"
#include "pages/products/ddi-merge-dialog.h"
#include "pages/stores/ddi-stores-print.h"
#include "support/ddi-test-home.h"
#include "tasks/chart.h"

static DdiSession *session;
static DdiWindow *window;
static const char *folder;
static int width; /* of the window: dialogs are no wider */
static int height;

typedef struct
{
  const char *name;
  const char *page;
  const char *place; /* of the page; NULL: as it opens */
  int row;           /* selected, from 0; -1: none */
  void (*open) (void);
  const char *action; /* of the window */
} Scene;

/* ---- what has no action of its own ---- */

static void
settle (void)
{
  for (guint i = 0; i < 3; i++)
    {
      ddi_test_wait_for_page (ddi_window_get_page (window));
      ddi_test_settle ();
    }
}

static GtkWidget *
find_first (GtkWidget *root, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_first (child, type);
  return found;
}

static void
activate_third_row (void)
{
  g_signal_emit_by_name (find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_COLUMN_VIEW),
                         "activate", 2);
}

static void
select_row (guint row)
{
  GtkWidget *table = find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_COLUMN_VIEW);

  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)), row, TRUE);
}

/* From the list, not the month. */
static void
edit_event (void)
{
  GtkWidget *month = find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_TOGGLE_BUTTON);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (month)), TRUE);
  settle ();
  select_row (1);
  gtk_widget_activate_action (GTK_WIDGET (window), "page.edit", NULL);
}

static void
activate_last_box_row (void)
{
  GtkListBox *list = GTK_LIST_BOX (find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *last = NULL, *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    last = row;
  g_signal_emit_by_name (list, "row-activated", last);
}

static void
open_change (void)
{
  g_autofree char *id = ddi_test_home_psql (ddi_session_get_home (session), FALSE,
                                            "SELECT id FROM forecasts WHERE status = 'pending' AND store_id "
                                            "= 1 AND forecast_date = CURRENT_DATE + 1 "
                                            "ORDER BY id LIMIT 1");

  gtk_widget_activate_action (GTK_WIDGET (window), "page.change", "i", atoi (id));
}

static void
open_send (void)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "page.send", "s", "csv");
}

static void
open_merge (void)
{
  gtk_window_present (GTK_WINDOW (ddi_merge_dialog_new (GTK_WINDOW (window), session, 1, 2)));
}

static void
open_districts (void)
{
  static const char *const districts[] = { "Demo district", "South", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  ddi_stores_print_report (window, districts, NULL, cancellable);
}

static GtkWidget *find_dialog (void);

static DdiDay
find_sunday (int weeks_ago)
{
  DdiDay day = ddi_session_get_today (session, 0) - 7 * weeks_ago;

  while (ddi_day_weekday (day) != DDI_SUNDAY)
    day--;
  return day;
}

static GFile *
write_sheet (const char *name, const char *pc_number, DdiDay sunday)
{
  static const char *const names[] = { "Glazed", "Jelly", "Bostn Kreme", "Maple Bacon Bar", "Old Fashioned" };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  Chart chart = chart_new (path, sunday, pc_number);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      chart_name (&chart, 6 + i, names[i]);
      for (int k = 0; k < 7; k++)
        chart_put (&chart, 6 + i, k, 24, i == 1 && k == 2 ? 36 : 1 + ((int)i * 3 + k * 5) % 7);
    }
  chart_save (&chart);
  return g_file_new_for_path (path);
}

static void
present_import (GListStore *files)
{
  GtkWidget *dialog = GTK_WIDGET (ddi_import_dialog_present (window, G_LIST_MODEL (files)));

  while (find_first (dialog, ADW_TYPE_PREFERENCES_PAGE) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A sheet with a shop, a product and figures that nobody knows. */
static void
open_import (void)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = write_sheet ("Elm Street week 46.xlsx", "351127", find_sunday (2));

  g_list_store_append (files, file);
  present_import (files);
}

/* The sheets of four weeks of two shops. */
static void
open_import_weeks (void)
{
  static const char *const shops[] = { "340101", "340109" };
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s week %d.xlsx", shops[i % 2], 44 + i / 2);
      g_autoptr (GFile) file = write_sheet (name, shops[i % 2], find_sunday (5 - i / 2));

      g_list_store_append (files, file);
    }
  present_import (files);
}

/* What follows the files. */
static void
show_import_grid (void)
{
  GtkWidget *scroller;
  GtkAdjustment *down;

  open_import_weeks ();
  settle ();
  scroller = find_first (find_first (find_dialog (), ADW_TYPE_PREFERENCES_PAGE), GTK_TYPE_SCROLLED_WINDOW);
  down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (down, gtk_adjustment_get_upper (down));
}

static void
agreed_cb (GtkWidget *widget, gpointer user_data)
{
}

static void
add_table (GPtrArray *tables, const char *name, gint64 now, gint64 then)
{
  DdiRestoreTable *table = g_new0 (DdiRestoreTable, 1);

  *table = (DdiRestoreTable){ g_strdup (name), now, then, now == then };
  g_ptr_array_add (tables, table);
}

static void
open_restore (void)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (JsonObject) manifest = json_object_new ();
  DdiBackup backup = { (char *)"/srv/dunkin-demand-2026-11-25-0300.dump", manifest, NULL };
  DdiRestorePlan plan = { .backup = &backup,
                          .tables = tables,
                          .newest_sale_now = (char *)"2026-11-26",
                          .newest_sale_backup = (char *)"2026-11-24" };

  json_object_set_string_member (manifest, "made_at", "2026-11-25T03:00:12Z");
  json_object_set_string_member (manifest, "kind", "custom");
  json_object_set_string_member (manifest, "newest_sale", "2026-11-24");
  json_object_set_int_member (manifest, "bytes", 4823411);
  add_table (tables, "daily_production", 171442, 170866);
  add_table (tables, "daily_sales", 171442, 170866);
  add_table (tables, "daily_waste", 164310, 163752);
  add_table (tables, "forecasts", 12096, 11810);
  add_table (tables, "stores", 12, 12);
  add_table (tables, "forecast_history", 2310, 0);
  add_table (tables, "product_offers", 4, -1);
  ddi_restore_dialog_ask_or_table (GTK_WIDGET (ddi_window_get_page (window)), &plan, agreed_cb, agreed_cb,
                                   NULL, NULL);
  for (guint i = 0; i < tables->len; i++)
    {
      g_free (((DdiRestoreTable *)tables->pdata[i])->table);
      g_free (tables->pdata[i]);
    }
}

static void
given_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
}

static void
open_passphrase (void)
{
  ddi_restore_dialog_ask_passphrase (GTK_WIDGET (ddi_window_get_page (window)), given_cb, NULL, NULL);
}

static void
chosen_cb (GtkWidget *widget, DdiBackupKind kind, const char *table, gpointer user_data)
{
}

static void
open_backup_table (void)
{
  ddi_backup_choice_ask_table (GTK_WIDGET (ddi_window_get_page (window)), chosen_cb);
}

static void
open_restore_table (void)
{
  ddi_backup_choice_ask_table_of (GTK_WIDGET (ddi_window_get_page (window)), chosen_cb, NULL, NULL);
}

static void
open_backup_kinds (void)
{
  adw_split_button_popup (
      ADW_SPLIT_BUTTON (find_first (GTK_WIDGET (ddi_window_get_page (window)), ADW_TYPE_SPLIT_BUTTON)));
}

static void
open_pooler (void)
{
  gtk_window_present (GTK_WINDOW (ddi_pooler_dialog_new (GTK_WINDOW (window), NULL)));
}

static void
open_backup_made (void)
{
  g_autoptr (JsonObject) manifest = json_object_new ();
  DdiBackup backup = {
    (char *)"/home/ana/.local/share/dunkin-demand/backups/dunkin-demand-daily_sales-20261125-030012.sql",
    manifest, NULL
  };

  json_object_set_int_member (manifest, "bytes", 4823411);
  ddi_backup_choice_tell_made (GTK_WIDGET (ddi_window_get_page (window)), &backup);
}

/* A column of texts, some of which are no numbers, is to be one of numbers. */
static void
open_column_kind (void)
{
  const DdiCustomColumn column = { (char *)"sales", (char *)"shelf", (char *)"Shelf", DDI_CUSTOM_TEXT,
                                   FALSE };
  GtkWidget *part = find_first (GTK_WIDGET (ddi_window_get_page (window)), DDI_TYPE_DATABASE_COLUMNS);
  GtkWidget *dialog;

  g_free (ddi_test_home_psql (
      ddi_session_get_home (session), FALSE,
      "INSERT INTO custom_columns (entity, name, label, type, position) VALUES ('sales', 'shelf', 'Shelf', "
      "'text', 1) ON CONFLICT DO NOTHING; UPDATE daily_sales SET custom = jsonb_build_object('shelf', CASE "
      "id % "
      "50 WHEN 1 THEN 'top' WHEN 2 THEN 'by the window' WHEN 3 THEN '007' ELSE (id % 9)::text END) WHERE id "
      "% "
      "40 < 5"));
  ddi_database_retype_ask (DDI_DATABASE_PART (part), &column);
  settle ();
  dialog = find_dialog ();
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_first (dialog, ADW_TYPE_COMBO_ROW)), DDI_CUSTOM_INTEGER);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "do");
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (find_dialog () == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_business (void)
{
  DdiPreferencesWindow *preferences = ddi_preferences_window_new (window);

  gtk_window_present (GTK_WINDOW (preferences));
  adw_preferences_window_set_visible_page (
      ADW_PREFERENCES_WINDOW (preferences),
      ADW_PREFERENCES_PAGE (gtk_widget_get_template_child (GTK_WIDGET (preferences),
                                                           DDI_TYPE_PREFERENCES_WINDOW, "database_page")));
}

/* What a switcher at the page's top shows second. */
static void
show_second_part (void)
{
  GtkWidget *switcher = find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_STACK_SWITCHER);
  GtkStack *stack = gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher));
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (stack);

  gtk_selection_model_select_item (pages, 1, TRUE);
}

static const Scene scenes[] = {
  { "preferences", "overview", NULL, -1, NULL, "win.preferences" },
  { "preferences-business", "overview", NULL, -1, open_business, NULL },
  { "jump", "overview", NULL, -1, NULL, "win.jump" },
  { "shortcuts", "overview", NULL, -1, NULL, "app.shortcuts" },
  { "about", "overview", NULL, -1, NULL, "app.about" },
  { "forecasts-shop", "forecasts", "store=1", -1, NULL, NULL },
  { "forecasts-row", "forecasts", "store=1", 2, NULL, NULL },
  { "forecasts-line", "forecasts", "store=1", 2, activate_third_row, NULL },
  { "forecasts-change", "forecasts", "store=1", -1, open_change, NULL },
  { "forecasts-send", "forecasts", "store=1", -1, open_send, NULL },
  { "entry-grid", "entry", "store=1", -1, NULL, NULL },
  { "import", "overview", NULL, -1, open_import, NULL },
  { "import-weeks", "overview", NULL, -1, open_import_weeks, NULL },
  { "import-grid", "overview", NULL, -1, show_import_grid, NULL },
  { "production-new", "production", NULL, -1, NULL, "page.add" },
  { "sales-new", "sales", NULL, -1, NULL, "page.add" },
  { "sales-trends", "sales", NULL, -1, show_second_part, NULL },
  { "waste-edit", "waste", NULL, 1, NULL, "page.edit" },
  { "waste-analysis", "waste", NULL, -1, show_second_part, NULL },
  { "waste-goals", "waste", NULL, -1, NULL, "page.goals" },
  { "product-new", "products", NULL, -1, NULL, "page.add" },
  { "product-edit", "products", NULL, 1, NULL, "page.edit" },
  { "product-prices", "products", NULL, 1, NULL, "page.prices" },
  { "product-merge", "products", NULL, -1, open_merge, NULL },
  { "store-edit", "stores", NULL, 1, NULL, "page.edit" },
  { "store-print", "stores", NULL, -1, open_districts, NULL },
  { "event-new", "events", NULL, -1, NULL, "page.add" },
  { "event-edit", "events", NULL, -1, edit_event, NULL },
  { "event-holidays", "events", NULL, -1, NULL, "page.add-holidays" },
  { "users", "users", NULL, -1, NULL, NULL },
  { "user-new", "users", NULL, -1, NULL, "page.add" },
  { "user-edit", "users", NULL, -1, activate_last_box_row, NULL },
  { "audit-entry", "audit", NULL, 0, NULL, "page.edit" },
  { "audit-check", "audit", NULL, -1, NULL, "page.verify" },
  { "database-restore", "database", NULL, -1, open_restore, NULL },
  { "database-passphrase", "database", NULL, -1, open_passphrase, NULL },
  { "database-restore-table", "database", "backups", -1, open_restore_table, NULL },
  { "database-backup-kinds", "database", "backups", -1, open_backup_kinds, NULL },
  { "database-backup-table", "database", "backups", -1, open_backup_table, NULL },
  { "database-backup-made", "database", "backups", -1, open_backup_made, NULL },
  { "database-backups", "database", "backups", -1, NULL, NULL },
  { "database-overview", "database", "overview", -1, NULL, NULL },
  { "database-pooler", "database", "overview", -1, open_pooler, NULL },
  { "database-queries", "database", "queries", -1, NULL, NULL },
  { "database-columns", "database", "columns", -1, NULL, NULL },
  { "database-column-kind", "database", "columns", -1, open_column_kind, NULL },
  { "database-archive", "database", "archive", -1, NULL, NULL },
  { "database-tables", "database", "tables", -1, NULL, NULL },
  { "database-activity", "database", "activity", -1, NULL, NULL },
};

/* ---- what is wrong with it ---- */

static void
complain (const char *scene, const char *what, const char *text)
{
  g_print ("%s: %s: %s\n", scene, what, text);
}

static void
check_cb (GtkWidget *widget, gpointer scene)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    complain (scene,
              gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) ? "cut off in a table" : "cut off",
              gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_SCROLLED_WINDOW (widget) && find_first (widget, GTK_TYPE_COLUMN_VIEW) == NULL)
    {
      GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));
      GtkPolicyType policy;

      gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);
      if (policy != GTK_POLICY_NEVER &&
          gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across) + 1)
        complain (scene, "scrolls sideways", G_OBJECT_TYPE_NAME (widget));
    }
}

/* The narrowest that @root can be is told down to what makes it so. */
static void
tell_widest (GtkWidget *root)
{
  int least;

  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_print ("  %d %s", least, G_OBJECT_TYPE_NAME (root));
  for (GtkWidget *widest = NULL, *parent = root; parent; parent = widest, widest = NULL)
    {
      least = 0;
      for (GtkWidget *child = gtk_widget_get_first_child (parent); child;
           child = gtk_widget_get_next_sibling (child))
        {
          int own;

          if (!gtk_widget_get_mapped (child))
            continue;
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &own, NULL, NULL, NULL);
          if (own > least)
            {
              least = own;
              widest = child;
            }
        }
      if (widest)
        g_print (" > %d %s", least, G_OBJECT_TYPE_NAME (widest));
    }
  g_print ("\n");
}

static void
check (GtkWidget *shown, const char *scene)
{
  ddi_test_tour_walk (shown, check_cb, (gpointer)scene);
  if (gtk_widget_get_width (shown) <= width)
    return;
  complain (scene, "too wide", G_OBJECT_TYPE_NAME (shown));
  tell_widest (shown);
}

/* ---- taking them ---- */

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != GTK_WIDGET (window) && gtk_widget_get_mapped (toplevel) &&
          !g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "GtkTooltipWindow"))
        return toplevel;
    }
  return NULL;
}

/* As the desktop would on a screen that is no larger. */
static void
fit (GtkWidget *dialog)
{
  int w, h;

  gtk_window_get_default_size (GTK_WINDOW (dialog), &w, &h);
  w = w > 0 ? w : gtk_widget_get_width (dialog);
  h = h > 0 ? h : gtk_widget_get_height (dialog);
  gtk_window_set_default_size (GTK_WINDOW (dialog), MIN (w, width), MIN (h, height));
  settle ();
}

static void
choose_shop (const char *place)
{
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  filter.store_id = place && g_str_has_prefix (place, "store=") ? 1 : 0;
  ddi_session_set_filter (session, &filter);
}

static void
take (const Scene *scene)
{
  gboolean whole = scene->place && !g_str_has_prefix (scene->place, "store=");
  g_autofree char *name = g_strconcat (scene->name, ".png", NULL),
                  *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *shown;

  choose_shop (scene->place);
  g_assert_true (ddi_window_open_page (window, scene->page, whole ? scene->place : NULL));
  settle ();
  if (scene->row >= 0)
    {
      select_row ((guint)scene->row);
      settle ();
    }
  if (scene->open)
    scene->open ();
  if (scene->action && !gtk_widget_activate_action (GTK_WIDGET (window), scene->action, NULL))
    g_error ("%s: no action %s", scene->name, scene->action);
  settle ();
  shown = find_dialog ();
  if (shown)
    fit (shown);
  else
    shown = find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_POPOVER_MENU);
  if (shown == NULL)
    shown = GTK_WIDGET (window);
  check (shown, scene->name);
  ddi_screenshots_save (shown, path, &error);
  g_assert_no_error (error);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  while ((shown = find_dialog ()) != NULL)
    {
      gtk_window_close (GTK_WINDOW (shown));
      settle ();
      /* A form may ask first what becomes of what was typed. */
      if (find_dialog () == shown)
        gtk_window_destroy (GTK_WINDOW (shown));
    }
}

static void
check_page (const char *id)
{
  choose_shop (NULL);
  g_assert_true (ddi_window_open_page (window, id, NULL));
  settle ();
  check (GTK_WIDGET (window), id);
}

/* Who has a role at some shops, and none at others. */
static void
add_person (DdiHome *home)
{
  g_free (
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO users (name, email, password_hash) VALUES ('Zoe Martinez-Hernandez', "
                          "'zoe.martinez-hernandez@example.com', '!') ON CONFLICT DO NOTHING;"
                          "INSERT INTO store_members (user_id, store_id, role) SELECT u.id, s, CASE s WHEN 1 "
                          "THEN 'store_manager' "
                          "ELSE 'viewer' END FROM users u, generate_series(1, 3) s WHERE email LIKE 'zoe%' "
                          "ON CONFLICT DO NOTHING"));
}

int
main (int argc, char **argv)
{
  g_autoptr (DdiHome) home = NULL;

  if (argc < 4)
    g_error ("usage: %s HOME DIR STYLE [NAME…]", argv[0]);
  folder = argv[2];
  g_mkdir_with_parents (folder, 0777);
  ddi_screenshots_prepare (argv[3]);
  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_open (argv[1]);
  add_person (home);
  session = ddi_test_session_new (home);
  window = ddi_test_window_new (session);
  if (!ddi_screenshots_set_style (window, argv[3]))
    g_error ("no such style: %s", argv[3]);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  settle ();
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (argc == 4 || g_strv_contains ((const char *const *)argv + 4, scenes[i].name))
      take (&scenes[i]);
  /* The pages themselves only for what is wrong with them: the program takes their pictures. */
  for (const DdiPageInfo *info = ddi_pages; info->id && argc == 4; info++)
    check_page (info->id);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  return 0;
}
