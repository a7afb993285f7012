/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-start-view.h"

#include <glib/gi18n-lib.h>

#include "journal/ddi-journal.h"

#define PULSE_MS 100

struct _DdiStartView
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *opening;
  GtkWidget *progress;
  GtkWidget *failed;
  guint pulse_source;
};

G_DEFINE_FINAL_TYPE (DdiStartView, ddi_start_view, ADW_TYPE_BIN)

static gboolean
pulse_cb (gpointer user_data)
{
  DdiStartView *self = user_data;

  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  return G_SOURCE_CONTINUE;
}

static void
ddi_start_view_dispose (GObject *object)
{
  DdiStartView *self = DDI_START_VIEW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  G_OBJECT_CLASS (ddi_start_view_parent_class)->dispose (object);
}

static void
ddi_start_view_class_init (DdiStartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_start_view_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-start-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiStartView, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiStartView, opening);
  gtk_widget_class_bind_template_child (widget_class, DdiStartView, progress);
  gtk_widget_class_bind_template_child (widget_class, DdiStartView, failed);
}

static void
ddi_start_view_init (DdiStartView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ddi_start_view_ask (DdiStartView *self)
{
  g_return_if_fail (DDI_IS_START_VIEW (self));
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "question");
}

void
ddi_start_view_show_step (DdiStartView *self, const char *step, double fraction)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DDI_IS_START_VIEW (self));

  text = g_markup_escape_text (step, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->opening), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "opening");
  if (fraction >= 0)
    {
      g_clear_handle_id (&self->pulse_source, g_source_remove);
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
    }
  else if (self->pulse_source == 0)
    self->pulse_source = g_timeout_add (PULSE_MS, pulse_cb, self);
}

void
ddi_start_view_show_error (DdiStartView *self, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DDI_IS_START_VIEW (self));

  ddi_journal_note_error ("opening", error);
  text = g_markup_escape_text (error->message, -1);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
}
