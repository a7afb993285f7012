/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page is opened, used and closed with its window: no widget and no list that was seen outlives that. */
#include "app/ddi-query-model.h"
#include "app/ddi-test-tour.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-pages.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

/* object → name of its type; an object leaves it when it is finalised. */
static GHashTable *alive;
static guint n_seen;

static void
gone_cb (gpointer user_data, GObject *object)
{
  g_hash_table_remove (alive, object);
}

static void
watch (GObject *object)
{
  if (g_hash_table_insert (alive, object, (gpointer)G_OBJECT_TYPE_NAME (object)))
    {
      g_object_weak_ref (object, gone_cb, NULL);
      n_seen++;
    }
}

/* The page's own rows, beneath what selects and sorts them. Shops and products are the session's. */
static void
watch_model (GObject *model)
{
  g_autoptr (GObject) inner = NULL;

  if (DDI_IS_QUERY_MODEL (model))
    watch (model);
  if (!g_object_class_find_property (G_OBJECT_GET_CLASS (model), "model"))
    return;
  watch (model);
  g_object_get (model, "model", &inner, NULL);
  if (inner)
    watch_model (inner);
}

static void
watch_widget_cb (GtkWidget *widget, gpointer user_data)
{
  watch (G_OBJECT (widget));
  if (GTK_IS_COLUMN_VIEW (widget) && gtk_column_view_get_model (GTK_COLUMN_VIEW (widget)))
    watch_model (G_OBJECT (gtk_column_view_get_model (GTK_COLUMN_VIEW (widget))));
}

static void
visit_cb (GtkWidget *root, gpointer user_data)
{
  ddi_test_tour_walk (root, watch_widget_cb, NULL);
}

static gboolean
all_gone (gpointer user_data)
{
  gint64 *deadline = user_data;

  return g_hash_table_size (alive) == 0 || g_get_monotonic_time () > *deadline;
}

static void
test_page (gconstpointer user_data)
{
  const DdiPageInfo *info = user_data;
  DdiWindow *window = ddi_test_window_new (session);
  gint64 deadline;
  GHashTableIter iter;
  gpointer object, type;

  n_seen = 0;
  ddi_test_tour_use (window, info, visit_cb, NULL);
  g_assert_cmpuint (n_seen, >, 50);
  ddi_test_window_close (window);
  /* A load that was cancelled still answers. */
  deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  ddi_test_wait (all_gone, &deadline);

  g_hash_table_iter_init (&iter, alive);
  while (g_hash_table_iter_next (&iter, &object, &type))
    {
      g_test_message ("%s %p is left, of %u references", (char *)type, object, G_OBJECT (object)->ref_count);
      g_object_weak_unref (object, gone_cb, NULL);
    }
  if (g_hash_table_size (alive) > 0)
    g_test_fail_printf ("%s: %u of %u are left", info->id, g_hash_table_size (alive), n_seen);
  g_hash_table_remove_all (alive);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  alive = g_hash_table_new (NULL, NULL);
  home = ddi_test_home_new ();
  ddi_test_tour_fill (home, "Word");
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_from_ymd (2026, 11, 24));

  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      g_autofree char *path = g_strconcat ("/leaks/", info->id, NULL);

      g_test_add_data_func (path, info, test_page);
    }
  status = g_test_run ();
  g_hash_table_unref (alive);
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
