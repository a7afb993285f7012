/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-generate-view.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "journal/ddi-journal.h"
#include "tasks/ddi-generate.h"

struct _DdiGenerateView
{
  GtkPopover parent_instance;

  GtkWidget *days;
  GtkWidget *bar;
  GtkWidget *problem;
  GtkWidget *start;
  GtkWidget *stop;

  DdiSession *session;
  GCancellable *cancellable; /* of the run; NULL while there is none */
};

G_DEFINE_FINAL_TYPE (DdiGenerateView, ddi_generate_view, GTK_TYPE_POPOVER)

static guint generated_signal;

static void
show_running (DdiGenerateView *self, gboolean running)
{
  gtk_widget_set_visible (self->bar, running);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->start, !running);
  /* The focus must not stay in a field that no longer takes it. */
  gtk_widget_grab_focus (running ? self->stop : self->start);
  gtk_widget_set_sensitive (self->days, !running);
}

static void
progress_cb (double fraction, const char *step, gpointer user_data)
{
  DdiGenerateView *self = user_data;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), fraction);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), step);
}

static void
tell_result (DdiGenerateView *self, const DdiGenerateResult *result)
{
  g_autofree char *pending = ddi_format_int (result->n_pending);
  g_autofree char *changed = ddi_format_int (result->n_changed);
  g_autofree char *text = NULL;

  if (result->n_changed > 0)
    text = g_strdup_printf (_ ("Forecast anew: %s lines pending, %s changed since they were approved"),
                            pending, changed);
  else
    text = g_strdup_printf (_ ("Forecast anew: %s lines pending"), pending);
  gtk_popover_popdown (GTK_POPOVER (self));
  ddi_session_changed (self->session, DDI_DATA_FORECASTS);
  g_signal_emit (self, generated_signal, 0, text);
}

static void
generated_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiGenerateView) self = user_data;
  g_autoptr (GError) error = NULL;
  DdiGenerateResult result;
  gboolean good = ddi_generate_finish (async_result, &result, &error);

  g_clear_object (&self->cancellable);
  if (self->session == NULL)
    return;
  show_running (self, FALSE);
  if (good)
    tell_result (self, &result);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      ddi_journal_note_error ("generating", error);
      gtk_label_set_text (GTK_LABEL (self->problem), error->message);
      gtk_widget_set_visible (self->problem, TRUE);
    }
}

static void
start_cb (DdiGenerateView *self)
{
  ddi_generate_view_start (self, 0);
}

static void
stop_cb (DdiGenerateView *self)
{
  ddi_generate_view_stop (self);
}

static void
ddi_generate_view_dispose (GObject *object)
{
  DdiGenerateView *self = DDI_GENERATE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_generate_view_parent_class)->dispose (object);
}

static void
ddi_generate_view_class_init (DdiGenerateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_generate_view_dispose;
  generated_signal = g_signal_new ("generated", DDI_TYPE_GENERATE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-generate-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiGenerateView, days);
  gtk_widget_class_bind_template_child (widget_class, DdiGenerateView, bar);
  gtk_widget_class_bind_template_child (widget_class, DdiGenerateView, problem);
  gtk_widget_class_bind_template_child (widget_class, DdiGenerateView, start);
  gtk_widget_class_bind_template_child (widget_class, DdiGenerateView, stop);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
ddi_generate_view_init (DdiGenerateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ddi_generate_view_new (void)
{
  return g_object_new (DDI_TYPE_GENERATE_VIEW, NULL);
}

void
ddi_generate_view_set_session (DdiGenerateView *self, DdiSession *session)
{
  g_set_object (&self->session, session);
}

void
ddi_generate_view_start (DdiGenerateView *self, int days)
{
  DdiGenerateOptions options = { .progress = progress_cb, .user_data = self };

  if (self->cancellable || self->session == NULL)
    return;
  options.days = days ? days : gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->days));
  options.user_id = ddi_session_get_user_id (self->session);
  gtk_widget_set_visible (self->problem, FALSE);
  progress_cb (0, _ ("Reading the history"), self);
  show_running (self, TRUE);
  self->cancellable = g_cancellable_new ();
  ddi_generate_async (ddi_session_get_database (self->session), &options, self->cancellable, generated_cb,
                      g_object_ref (self));
}

void
ddi_generate_view_stop (DdiGenerateView *self)
{
  g_cancellable_cancel (self->cancellable);
}

gboolean
ddi_generate_view_is_running (DdiGenerateView *self)
{
  return self->cancellable != NULL;
}
