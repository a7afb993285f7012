/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-merge-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-drop-down.h"
#include "app/ddi-heading.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "tasks/ddi-product-merge.h"

struct _DdiMergeDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *gone;
  GtkWidget *kept;
  GtkWidget *swap;
  GtkWidget *figures;
  GtkWidget *kinds[DDI_N_MERGE_KINDS];
  GtkWidget *names;
  GtkWidget *message;

  DdiSession *session;
  DdiProductMerge plan; /* gone_id 0: not known yet */
  GCancellable *asking; /* what is asked about the products that are chosen now */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiMergeDialog, ddi_merge_dialog, ADW_TYPE_WINDOW)

enum
{
  MERGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* NULL where none is chosen. */
static DdiProduct *
get_product (GtkWidget *drop_down)
{
  DdiProduct *product = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down));

  return product && ddi_product_get_id (product) != 0 ? product : NULL;
}

static void
show_message (DdiMergeDialog *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->message), text ? text : "");
  gtk_widget_set_visible (self->message, text && *text);
}

static void
fail (DdiMergeDialog *self, const GError *error)
{
  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    show_message (self,
                  _ ("Somebody changed one of these products meanwhile. Close this and look at it again."));
  else
    show_message (self, error->message);
}

/* ---- what it would do ---- */

static char *
describe_rows (gint64 rows, gint64 summed)
{
  g_autofree char *n = ddi_format_int (rows);
  g_autofree char *both = ddi_format_int (summed);

  if (rows == 0)
    return g_strdup (_ ("None"));
  if (summed == 0)
    /* Translators: how many rows a merge moves. */
    return g_strdup_printf (ngettext ("%s row", "%s rows", (gulong)rows), n);
  /* Translators: how many rows a merge moves, and how many of them are added to one that is there. */
  return g_strdup_printf (ngettext ("%s row, %s summed", "%s rows, %s summed", (gulong)rows), n, both);
}

static void
describe (DdiMergeDialog *self)
{
  const DdiProductMerge *plan = &self->plan;
  g_autofree char *stores = ddi_format_int (plan->n_stores);
  g_autofree char *first = ddi_format_day (plan->first_day);
  g_autofree char *last = ddi_format_day (plan->last_day);
  g_autofree char *span = NULL, *names = NULL;
  g_autofree char *n_names = ddi_format_int (plan->n_names);

  if (plan->first_day == DDI_DAY_INVALID)
    span = g_strdup_printf (_ ("“%s” has no figures yet."), ddi_product_get_name (get_product (self->gone)));
  else
    /* Translators: a product, a number of shops, a first and a last day. */
    span = g_strdup_printf (ngettext ("Figures of “%s” in %s shop, from %s to %s:",
                                      "Figures of “%s” in %s shops, from %s to %s:", (gulong)plan->n_stores),
                            ddi_product_get_name (get_product (self->gone)), stores, first, last);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->figures), span);
  for (int i = 0; i < DDI_N_MERGE_KINDS; i++)
    {
      g_autofree char *text = describe_rows (plan->kinds[i].rows, plan->kinds[i].summed);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kinds[i]), text);
    }
  names = g_strdup_printf (ngettext ("%s name", "%s names", (gulong)plan->n_names), n_names);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->names), names);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiMergeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      fail (self, error);
      return;
    }
  if (!ddi_product_merge_read (&self->plan, ddi_product_get_id (get_product (self->gone)),
                               ddi_product_get_id (get_product (self->kept)), rows->pdata[0]))
    {
      show_message (self, _ ("One of these products is not there any more."));
      return;
    }
  describe (self);
  gtk_widget_set_visible (self->figures, TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
changed_cb (DdiMergeDialog *self)
{
  DdiProduct *gone = get_product (self->gone), *kept = get_product (self->kept);
  DdiUnit *unit;

  if (self->filling)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->plan.gone_id = 0;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_widget_set_visible (self->figures, FALSE);
  show_message (self, gone && gone == kept ? _ ("A product is not merged with itself.") : NULL);
  if (gone == NULL || kept == NULL || gone == kept)
    return;
  self->asking = g_cancellable_new ();
  unit = ddi_unit_new ();
  ddi_product_merge_ask (ddi_product_get_id (gone), ddi_product_get_id (kept), unit);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->asking, asked_cb,
                          g_object_ref (self));
}

static void
swap_cb (DdiMergeDialog *self)
{
  guint gone = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->gone));

  self->filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->gone),
                              gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kept)));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kept), gone);
  self->filling = FALSE;
  changed_cb (self);
}

/* ---- doing it ---- */

static void
set_choosing (DdiMergeDialog *self, gboolean choosing)
{
  /* Years of a product in many shops take a while; closing the form cancels it. */
  gtk_button_set_label (GTK_BUTTON (self->save_button), choosing ? _ ("_Merge") : _ ("Merging…"));
  gtk_widget_set_sensitive (self->gone, choosing);
  gtk_widget_set_sensitive (self->kept, choosing);
  gtk_widget_set_sensitive (self->swap, choosing);
}

static void
merged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiMergeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_choosing (self, TRUE);
  if (rows == NULL)
    {
      fail (self, error);
      gtk_widget_set_sensitive (self->save_button,
                                !g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE));
      return;
    }
  g_signal_emit (self, signals[MERGED], 0, ddi_product_merge_get_id (rows->pdata[0]),
                 ddi_product_get_name (get_product (self->gone)),
                 ddi_product_get_name (get_product (self->kept)));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiMergeDialog *self)
{
  DdiUnit *unit;

  if (self->plan.gone_id == 0)
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  set_choosing (self, FALSE);
  show_message (self, NULL);
  unit = ddi_unit_new ();
  ddi_product_merge_add (&self->plan, unit);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, merged_cb,
                          g_object_ref (self));
}

/* ---- the form ---- */

static GtkWidget *
add_figure (DdiMergeDialog *self, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->figures), row);
  return row;
}

static void
select_product (GtkWidget *drop_down, int id)
{
  GListModel *products = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) == id)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
    }
}

static void
ddi_merge_dialog_dispose (GObject *object)
{
  DdiMergeDialog *self = DDI_MERGE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_merge_dialog_parent_class)->dispose (object);
}

static void
ddi_merge_dialog_finalize (GObject *object)
{
  g_object_unref (DDI_MERGE_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (ddi_merge_dialog_parent_class)->finalize (object);
}

static void
ddi_merge_dialog_class_init (DdiMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_merge_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_merge_dialog_finalize;

  signals[MERGED] = g_signal_new ("merged", DDI_TYPE_MERGE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (DDI_TYPE_PRODUCT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, gone);
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, swap);
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, figures);
  gtk_widget_class_bind_template_child (widget_class, DdiMergeDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, swap_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_merge_dialog_init (DdiMergeDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
  ddi_drop_down_choose_focused (self->gone);
  ddi_drop_down_choose_focused (self->kept);
  for (int i = 0; i < DDI_N_MERGE_KINDS; i++)
    self->kinds[i] = add_figure (self, ddi_product_merge_name (i));
  self->names = add_figure (self, _ ("Names on sheets"));
}

DdiMergeDialog *
ddi_merge_dialog_new (GtkWindow *parent, DdiSession *session, int gone_id, int kept_id)
{
  DdiMergeDialog *self = g_object_new (DDI_TYPE_MERGE_DIALOG, "transient-for", parent, NULL);
  GListModel *products = ddi_session_get_products (session);
  /* Translators: in a list of products, while none of them is chosen. */
  g_autoptr (DdiProduct) none = ddi_product_new (0, _ ("Choose a Product"), NULL);

  self->session = g_object_ref (session);
  ddi_drop_down_set_model_or_none (self->gone, none, products);
  ddi_drop_down_set_model_or_none (self->kept, none, products);
  select_product (self->gone, gone_id);
  select_product (self->kept, kept_id);
  self->filling = FALSE;
  changed_cb (self);
  return self;
}
