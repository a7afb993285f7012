/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-generate-view.h"

struct _DdiGenerateView
{
  GtkPopover parent_instance;

  GtkWidget *days;
  GtkWidget *bar;
  GtkWidget *problem;
  GtkWidget *start;
  GtkWidget *stop;

  DdiSession *session;
  DdiGenerateRun *run; /* the session's */
};

G_DEFINE_FINAL_TYPE (DdiGenerateView, ddi_generate_view, GTK_TYPE_POPOVER)

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
changed_cb (DdiGenerateView *self)
{
  gboolean running = ddi_generate_run_is_running (self->run);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), ddi_generate_run_get_fraction (self->run));
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), ddi_generate_run_get_step (self->run));
  if (running != gtk_widget_get_visible (self->stop))
    show_running (self, running);
}

static void
ended_cb (DdiGenerateView *self, const char *what, const GError *error)
{
  if (what)
    gtk_popover_popdown (GTK_POPOVER (self));
  if (error)
    gtk_label_set_text (GTK_LABEL (self->problem), error->message);
  gtk_widget_set_visible (self->problem, error != NULL);
}

static void
start_cb (DdiGenerateView *self)
{
  ddi_generate_view_start (self, 0);
}

static void
stop_cb (DdiGenerateView *self)
{
  ddi_generate_run_stop (self->run);
}

static void
ddi_generate_view_dispose (GObject *object)
{
  DdiGenerateView *self = DDI_GENERATE_VIEW (object);

  ddi_generate_view_set_session (self, NULL);
  G_OBJECT_CLASS (ddi_generate_view_parent_class)->dispose (object);
}

static void
ddi_generate_view_class_init (DdiGenerateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_generate_view_dispose;
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
  DdiGenerateRun *run = session ? ddi_session_get_generate_run (session) : NULL;

  if (session == self->session)
    return;
  if (self->run)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->session, session);
  g_set_object (&self->run, run);
  if (self->run == NULL)
    return;
  g_signal_connect_object (self->run, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

void
ddi_generate_view_start (DdiGenerateView *self, int days)
{
  DdiGenerateOptions options = { 0 };

  if (self->session == NULL)
    return;
  options.days = days ? days : gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->days));
  options.user_id = ddi_session_get_user_id (self->session);
  gtk_widget_set_visible (self->problem, FALSE);
  ddi_generate_run_start (self->run, ddi_session_get_database (self->session), &options, NULL);
}
