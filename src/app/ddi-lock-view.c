/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-lock-view.h"

#include <string.h>

#include "journal/ddi-journal.h"

struct _DdiLockView
{
  AdwBin parent_instance;

  GtkWidget *account;
  GtkWidget *password;
  GtkWidget *enter_button;
  GtkWidget *error;

  DdiSession *session;
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DdiLockView, ddi_lock_view, ADW_TYPE_BIN)

enum
{
  ENTERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
changed_cb (DdiLockView *self)
{
  gtk_widget_set_sensitive (self->enter_button,
                            !self->busy && *gtk_editable_get_text (GTK_EDITABLE (self->password)) != '\0');
}

static void
set_busy (DdiLockView *self, gboolean busy)
{
  self->busy = busy;
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  changed_cb (self);
}

static void
show_error (DdiLockView *self, const GError *error)
{
  if (error)
    ddi_journal_note_error ("signing in again", error);
  gtk_label_set_label (GTK_LABEL (self->error), error ? error->message : "");
  gtk_widget_set_visible (self->error, error != NULL);
}

static void
entered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLockView) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_home_enter_again_finish (DDI_HOME (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL ||
      source != (GObject *)ddi_session_get_home (self->session))
    return;
  set_busy (self, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  show_error (self, good ? NULL : error);
  if (good)
    g_signal_emit (self, signals[ENTERED], 0);
  else
    gtk_widget_grab_focus (self->password);
}

static void
enter_cb (DdiLockView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password));
  g_autoptr (DdiSecret) password = NULL;

  if (self->busy || self->session == NULL || *text == '\0')
    return;
  password = ddi_secret_new (text, strlen (text));
  show_error (self, NULL);
  set_busy (self, TRUE);
  ddi_home_enter_again_async (ddi_session_get_home (self->session), password, self->cancellable, entered_cb,
                              g_object_ref (self));
}

static void
ddi_lock_view_dispose (GObject *object)
{
  DdiLockView *self = DDI_LOCK_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_lock_view_parent_class)->dispose (object);
}

static void
ddi_lock_view_finalize (GObject *object)
{
  g_clear_object (&DDI_LOCK_VIEW (object)->cancellable);
  G_OBJECT_CLASS (ddi_lock_view_parent_class)->finalize (object);
}

static void
ddi_lock_view_class_init (DdiLockViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_lock_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_lock_view_finalize;

  signals[ENTERED] =
      g_signal_new ("entered", DDI_TYPE_LOCK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-lock-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiLockView, account);
  gtk_widget_class_bind_template_child (widget_class, DdiLockView, password);
  gtk_widget_class_bind_template_child (widget_class, DdiLockView, enter_button);
  gtk_widget_class_bind_template_child (widget_class, DdiLockView, error);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
ddi_lock_view_init (DdiLockView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ddi_lock_view_set_session (DdiLockView *self, DdiSession *session)
{
  const char *email = session ? ddi_home_get_email (ddi_session_get_home (session)) : NULL;

  g_return_if_fail (DDI_IS_LOCK_VIEW (self));

  g_set_object (&self->session, session);
  gtk_label_set_label (GTK_LABEL (self->account), email ? email : "");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  show_error (self, NULL);
  set_busy (self, FALSE);
}

void
ddi_lock_view_grab (DdiLockView *self)
{
  g_return_if_fail (DDI_IS_LOCK_VIEW (self));
  gtk_widget_grab_focus (self->password);
}
