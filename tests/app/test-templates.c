/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every template is instantiated with warnings that are fatal: a misspelt child, a missing handler or
 * an unknown property ends this program. */
#include "app/ddi-backup-view.h"
#include "app/ddi-busy-row.h"
#include "app/ddi-connect-dialog.h"
#include "app/ddi-continuous-group.h"
#include "app/ddi-day-row.h"
#include "app/ddi-doctor-dialog.h"
#include "app/ddi-filter-bar.h"
#include "app/ddi-help-window.h"
#include "app/ddi-jump-dialog.h"
#include "app/ddi-known-servers.h"
#include "app/ddi-lock-view.h"
#include "app/ddi-move-group.h"
#include "app/ddi-outbox-dialog.h"
#include "app/ddi-preferences-window.h"
#include "app/ddi-range-button.h"
#include "app/ddi-shortcuts-window.h"
#include "app/ddi-start-view.h"
#include "app/ddi-test-window.h"
#include "app/ddi-version-group.h"
#include "pages/ddi-pages.h"
#include "pages/accuracy/ddi-accuracy-view.h"
#include "pages/audit/ddi-audit-check.h"
#include "pages/audit/ddi-audit-dialog.h"
#include "pages/database/ddi-database-activity.h"
#include "pages/database/ddi-database-archive.h"
#include "pages/database/ddi-database-columns.h"
#include "pages/database/ddi-database-indexes.h"
#include "pages/database/ddi-database-log.h"
#include "pages/database/ddi-database-overview.h"
#include "pages/database/ddi-database-queries.h"
#include "pages/database/ddi-database-schema.h"
#include "pages/database/ddi-database-servers.h"
#include "pages/database/ddi-database-tables.h"
#include "pages/database/ddi-pooler-dialog.h"
#include "pages/events/ddi-event-dialog.h"
#include "pages/events/ddi-holidays-dialog.h"
#include "pages/forecasts/ddi-generate-view.h"
#include "pages/forecasts/ddi-line-panel.h"
#include "pages/import/ddi-import-dialog.h"
#include "pages/products/ddi-merge-dialog.h"
#include "pages/products/ddi-offer-group.h"
#include "pages/products/ddi-price-dialog.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/sales/ddi-sales-trends.h"
#include "pages/stores/ddi-store-dialog.h"
#include "pages/users/ddi-password-dialog.h"
#include "pages/users/ddi-user-activity.h"
#include "pages/users/ddi-user-dialog.h"
#include "pages/waste/ddi-goals-dialog.h"
#include "pages/waste/ddi-waste-view.h"

/* The templates whose types no other template names: dialogs and pages are found by their resource. */
static const char *const folders[] = { "app", "pages" };

/* "/…/ui/app/ddi-range-button.ui" → "DdiRangeButton". */
static char *
type_name_of (const char *file)
{
  GString *name = g_string_new (NULL);
  gboolean upper = TRUE;

  for (const char *p = file; *p && *p != '.'; p++)
    {
      if (*p != '-')
        g_string_append_c (name, upper ? g_ascii_toupper (*p) : *p);
      upper = *p == '-';
    }
  return g_string_free (name, FALSE);
}

static void
test_template (gconstpointer user_data)
{
  GType type = g_type_from_name (user_data);
  GObject *object = g_object_new (type, NULL);
  gpointer weak = object;

  g_object_ref_sink (object);
  g_object_add_weak_pointer (object, &weak);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  g_object_unref (object);
  ddi_test_settle ();
  g_assert_null (weak);
}

/* A plain interface file: it builds. */
static void
test_interface (gconstpointer user_data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (user_data);

  g_assert_nonnull (gtk_builder_get_objects (builder));
}

static void
add_file (const char *folder, const char *file, const char *resource)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *name = type_name_of (file);
  g_autofree char *test = g_strdup_printf ("/templates/%s/%s", folder, file);

  if (strstr (text, "<template") == NULL)
    g_test_add_data_func_full (test, g_strdup (resource), test_interface, g_free);
  else if (g_type_from_name (name) == 0)
    g_error ("%s: the type %s is not registered here; name it in main()", resource, name);
  else
    g_test_add_data_func_full (test, g_strdup (name), test_template, g_free);
}

static void
add_folder (const char *folder)
{
  g_autofree char *path = g_strdup_printf ("/io/github/dunkin_demand/Intelligence/ui/%s", folder);
  g_auto (GStrv) files = g_resources_enumerate_children (path, 0, NULL);

  g_assert_nonnull (files);
  for (char **file = files; *file; file++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%s", folder, *file);
      g_autofree char *resource = g_strdup_printf ("%s/%s", path, *file);

      /* A page with more than one file has a folder of its own; there is none below it. */
      if (g_str_has_suffix (inner, "/"))
        {
          inner[strlen (inner) - 1] = '\0';
          add_folder (inner);
          continue;
        }
      add_file (folder, *file, resource);
    }
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_type_ensure (DDI_TYPE_AUDIT_CHECK);
  g_type_ensure (DDI_TYPE_AUDIT_DIALOG);
  g_type_ensure (DDI_TYPE_BACKUP_VIEW);
  g_type_ensure (DDI_TYPE_BUSY_ROW);
  g_type_ensure (DDI_TYPE_CONNECT_DIALOG);
  g_type_ensure (DDI_TYPE_CONTINUOUS_GROUP);
  g_type_ensure (DDI_TYPE_DOCTOR_DIALOG);
  g_type_ensure (DDI_TYPE_MOVE_GROUP);
  g_type_ensure (DDI_TYPE_KNOWN_SERVERS);
  g_type_ensure (DDI_TYPE_HELP_WINDOW);
  g_type_ensure (DDI_TYPE_JUMP_DIALOG);
  g_type_ensure (DDI_TYPE_LOCK_VIEW);
  g_type_ensure (DDI_TYPE_WINDOW);
  g_type_ensure (DDI_TYPE_VERSION_GROUP);
  g_type_ensure (DDI_TYPE_DATABASE_ACTIVITY);
  g_type_ensure (DDI_TYPE_DATABASE_INDEXES);
  g_type_ensure (DDI_TYPE_DATABASE_LOG);
  g_type_ensure (DDI_TYPE_DATABASE_OVERVIEW);
  g_type_ensure (DDI_TYPE_DATABASE_QUERIES);
  g_type_ensure (DDI_TYPE_DATABASE_SCHEMA);
  g_type_ensure (DDI_TYPE_DATABASE_SERVERS);
  g_type_ensure (DDI_TYPE_DATABASE_TABLES);
  g_type_ensure (DDI_TYPE_DATABASE_ARCHIVE);
  g_type_ensure (DDI_TYPE_DATABASE_COLUMNS);
  g_type_ensure (DDI_TYPE_EVENT_DIALOG);
  g_type_ensure (DDI_TYPE_GENERATE_VIEW);
  g_type_ensure (DDI_TYPE_HOLIDAYS_DIALOG);
  g_type_ensure (DDI_TYPE_LINE_PANEL);
  g_type_ensure (DDI_TYPE_MERGE_DIALOG);
  g_type_ensure (DDI_TYPE_OFFER_GROUP);
  g_type_ensure (DDI_TYPE_POOLER_DIALOG);
  g_type_ensure (DDI_TYPE_PRICE_DIALOG);
  g_type_ensure (DDI_TYPE_PRODUCT_DIALOG);
  g_type_ensure (DDI_TYPE_RECORD_DIALOG);
  g_type_ensure (DDI_TYPE_SALES_TRENDS);
  g_type_ensure (DDI_TYPE_STORE_DIALOG);
  g_type_ensure (DDI_TYPE_PASSWORD_DIALOG);
  g_type_ensure (DDI_TYPE_USER_ACTIVITY);
  g_type_ensure (DDI_TYPE_USER_DIALOG);
  g_type_ensure (DDI_TYPE_GOALS_DIALOG);
  g_type_ensure (DDI_TYPE_WASTE_VIEW);
  g_type_ensure (DDI_TYPE_ACCURACY_VIEW);
  g_type_ensure (DDI_TYPE_IMPORT_DIALOG);
  g_type_ensure (DDI_TYPE_FILTER_BAR);
  g_type_ensure (DDI_TYPE_PREFERENCES_WINDOW);
  g_type_ensure (DDI_TYPE_RANGE_BUTTON);
  g_type_ensure (DDI_TYPE_OUTBOX_DIALOG);
  g_type_ensure (DDI_TYPE_SHORTCUTS_WINDOW);
  g_type_ensure (DDI_TYPE_START_VIEW);
  for (const DdiPageInfo *page = ddi_pages; page->id; page++)
    g_type_class_unref (g_type_class_ref (page->get_type ()));

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    add_folder (folders[i]);
  return g_test_run ();
}
