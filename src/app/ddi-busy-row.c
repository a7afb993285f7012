/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-busy-row.h"

struct _DdiBusyRow
{
  AdwActionRow parent_instance;

  GtkWidget *progress;
  GtkWidget *cancel_button;

  GCancellable *work; /* NULL: nothing is under way */
};

G_DEFINE_FINAL_TYPE (DdiBusyRow, ddi_busy_row, ADW_TYPE_ACTION_ROW)

typedef struct
{
  DdiBusyRow *row;
  char *step;
  double fraction;
} Report;

static void
report_free (gpointer data)
{
  Report *self = data;

  g_object_unref (self->row);
  g_free (self->step);
  g_free (self);
}

static void
show (DdiBusyRow *self, const char *step, double fraction)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), step);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

static gboolean
report_cb (gpointer user_data)
{
  const Report *self = user_data;

  if (self->row->work)
    show (self->row, self->step, self->fraction);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (DdiBusyRow *self)
{
  g_cancellable_cancel (self->work);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}

static void
ddi_busy_row_class_init (DdiBusyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-busy-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiBusyRow, progress);
  gtk_widget_class_bind_template_child (widget_class, DdiBusyRow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
ddi_busy_row_init (DdiBusyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GCancellable *
ddi_busy_row_begin (DdiBusyRow *self, const char *step)
{
  g_return_val_if_fail (DDI_IS_BUSY_ROW (self), NULL);
  g_return_val_if_fail (self->work == NULL, NULL);

  self->work = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (self->work), "ddi-busy-row", g_object_ref (self), g_object_unref);
  show (self, step, 0);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return self->work;
}

void
ddi_busy_row_report (const char *step, guint done, guint total, gpointer row)
{
  Report *self = g_new0 (Report, 1);

  *self = (Report){ g_object_ref (row), g_strdup (step), total > 0 ? (double)done / total : 0 };
  g_idle_add_full (G_PRIORITY_DEFAULT, report_cb, self, report_free);
}

void
ddi_busy_row_refuse_cancel (DdiBusyRow *self)
{
  g_return_if_fail (DDI_IS_BUSY_ROW (self));

  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}

void
ddi_busy_row_end (DdiBusyRow *self)
{
  g_autoptr (GCancellable) work = NULL;

  g_return_if_fail (DDI_IS_BUSY_ROW (self));

  work = g_steal_pointer (&self->work);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
ddi_busy_row_abandon (DdiBusyRow *self)
{
  g_return_if_fail (DDI_IS_BUSY_ROW (self));

  if (self->work)
    g_cancellable_cancel (self->work);
  ddi_busy_row_end (self);
}

gboolean
ddi_busy_row_is_busy (DdiBusyRow *self)
{
  g_return_val_if_fail (DDI_IS_BUSY_ROW (self), FALSE);

  return self->work != NULL;
}
