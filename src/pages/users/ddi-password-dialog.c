/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-password-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "auth/ddi-password.h"
#include "tasks/ddi-new-password.h"

/* Bits below which a password is weak, and fair; what a full bar stands for. */
#define WEAK_BITS 40.0
#define FAIR_BITS 60.0
#define FULL_BITS 80.0

struct _DdiPasswordDialog
{
  AdwWindow parent_instance;

  GtkWidget *change_button;
  GtkWidget *spinner;
  GtkWidget *old;
  GtkWidget *fresh;
  GtkWidget *again;
  GtkWidget *strength;
  GtkWidget *hint;
  GtkWidget *error;

  DdiWindow *window; /* not owned; this dialog ends with it */
  DdiSession *session;
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DdiPasswordDialog, ddi_password_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static DdiSecret *
get_secret (GtkWidget *entry)
{
  return ddi_secret_new (get_text (entry), strlen (get_text (entry)));
}

static void
show_error (DdiPasswordDialog *self, const char *message)
{
  gtk_label_set_label (GTK_LABEL (self->error), message ? message : "");
  gtk_widget_set_visible (self->error, message != NULL);
}

static const char *
word_for (double bits)
{
  return bits < WEAK_BITS ? _ ("Weak") : bits < FAIR_BITS ? _ ("Fair") : _ ("Strong");
}

/* What is wrong with the new password, or how good it is. */
static void
changed_cb (DdiPasswordDialog *self)
{
  const char *email = ddi_home_get_email (ddi_session_get_home (self->session));
  g_autoptr (DdiSecret) fresh = get_secret (self->fresh);
  g_autoptr (GError) error = NULL;
  gboolean any = *get_text (self->fresh) != '\0';
  gboolean good = any && ddi_password_check (fresh, email, &error);
  gboolean same = g_str_equal (get_text (self->fresh), get_text (self->again));
  double bits = any ? ddi_password_estimate_bits (fresh, email) : 0;

  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->strength), MIN (bits / FULL_BITS, 1));
  gtk_label_set_label (GTK_LABEL (self->hint), !any ? _ ("At least eight characters; a few words are best.")
                                               : !good ? error->message
                                               : !same && *get_text (self->again) != 0
                                                   ? _ ("The two new passwords differ")
                                                   : word_for (bits));
  gtk_widget_set_sensitive (self->change_button,
                            !self->busy && good && same && *get_text (self->old) != '\0');
}

static void
set_busy (DdiPasswordDialog *self, gboolean busy)
{
  GtkWidget *entries[] = { self->old, self->fresh, self->again };

  self->busy = busy;
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_editable_set_editable (GTK_EDITABLE (entries[i]), !busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  changed_cb (self);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiPasswordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_new_password_finish (DDI_DATABASE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (!good)
    {
      show_error (self, error->message);
      gtk_widget_grab_focus (self->old);
      return;
    }
  ddi_window_add_toast (self->window, _ ("Your password is changed; your other devices are signed out"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
change_cb (DdiPasswordDialog *self)
{
  DdiHome *home = ddi_session_get_home (self->session);
  g_autoptr (DdiSecret) old = NULL, fresh = NULL;

  if (!gtk_widget_get_sensitive (self->change_button))
    return;
  old = get_secret (self->old);
  fresh = get_secret (self->fresh);
  show_error (self, NULL);
  set_busy (self, TRUE);
  ddi_new_password_async (ddi_home_get_database (home), ddi_home_get_email (home), old, fresh,
                          self->cancellable, finished_cb, g_object_ref (self));
}

static void
ddi_password_dialog_dispose (GObject *object)
{
  DdiPasswordDialog *self = DDI_PASSWORD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ddi_password_dialog_parent_class)->dispose (object);
}

static void
ddi_password_dialog_finalize (GObject *object)
{
  DdiPasswordDialog *self = DDI_PASSWORD_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_password_dialog_parent_class)->finalize (object);
}

static void
ddi_password_dialog_class_init (DdiPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_password_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_password_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/users/ddi-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, change_button);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, old);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, fresh);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, again);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, strength);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, DdiPasswordDialog, error);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_password_dialog_init (DdiPasswordDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiPasswordDialog *
ddi_password_dialog_new (DdiWindow *window)
{
  DdiPasswordDialog *self = g_object_new (DDI_TYPE_PASSWORD_DIALOG, "transient-for", window, NULL);

  self->window = window;
  self->session = g_object_ref (ddi_window_get_session (window));
  changed_cb (self);
  gtk_widget_grab_focus (self->old);
  return self;
}

void
ddi_password_command_activate (DdiWindow *window, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (ddi_password_dialog_new (window)));
}
