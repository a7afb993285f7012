/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-connect-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-doctor-dialog.h"
#include "app/ddi-known-servers.h"
#include "app/ddi-opening.h"
#include "auth/ddi-auth-error.h"
#include "journal/ddi-journal.h"

struct _DdiConnectDialog
{
  AdwWindow parent_instance;

  GtkWidget *connect_button;
  GtkWidget *spinner;
  GtkWidget *connection;
  GtkWidget *password;
  GtkWidget *email;
  GtkWidget *account_password;
  GtkWidget *code;
  GtkWidget *first_group; /* shown where nobody has an account yet */
  GtkWidget *name;
  GtkWidget *error_group;
  GtkWidget *details;
  GtkWidget *why_button;
  GtkWidget *error;
  GtkWidget *forgot_button;
  GtkWidget *answer;
  GCancellable *cancellable; /* while a server is being tried */
};

G_DEFINE_FINAL_TYPE (DdiConnectDialog, ddi_connect_dialog, ADW_TYPE_WINDOW)

enum
{
  CONNECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_busy (DdiConnectDialog *self, gboolean busy)
{
  /* An entry that becomes insensitive is not told that it has lost the focus. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->connection, !busy);
  gtk_widget_set_sensitive (self->password, !busy);
  gtk_widget_set_sensitive (self->email, !busy);
  gtk_widget_set_sensitive (self->account_password, !busy);
  gtk_widget_set_sensitive (self->code, !busy);
  gtk_widget_set_sensitive (self->name, !busy);
  gtk_widget_set_sensitive (self->connect_button, !busy);
  gtk_widget_set_sensitive (self->forgot_button, !busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

static void
show_message (DdiConnectDialog *self, const char *message)
{
  gtk_label_set_label (GTK_LABEL (self->error), message);
  gtk_widget_set_visible (self->error_group, message != NULL);
  gtk_widget_set_visible (self->details, FALSE);
  gtk_widget_set_visible (self->why_button, FALSE);
}

static void
show_error (DdiConnectDialog *self, const GError *error)
{
  ddi_journal_note_error ("connecting", error);
  show_message (self, error->message);
  gtk_widget_set_visible (self->details, TRUE);
  gtk_widget_set_visible (self->why_button, TRUE);
}

/* The address with the password of the second entry put where libpq looks for it. */
static char *
dup_conninfo (DdiConnectDialog *self)
{
  const char *connection = gtk_editable_get_text (GTK_EDITABLE (self->connection));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (*password == '\0')
    return g_strdup (connection);
  if (strstr (connection, "://"))
    {
      g_autofree char *escaped = g_uri_escape_string (password, NULL, FALSE);

      return g_strdup_printf ("%s%spassword=%s", connection, strchr (connection, '?') ? "&" : "?", escaped);
    }
  else
    {
      g_autoptr (GString) quoted = g_string_new (password);

      g_string_replace (quoted, "\\", "\\\\", 0);
      g_string_replace (quoted, "'", "\\'", 0);
      return g_strdup_printf ("%s password='%s'", connection, quoted->str);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiConnectDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSession) session = ddi_opening_run_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (g_error_matches (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_VACANT))
    {
      gtk_widget_set_visible (self->first_group, TRUE);
      gtk_widget_grab_focus (self->name);
      return;
    }
  if (session == NULL)
    {
      show_error (self, error);
      gtk_widget_grab_focus (self->connection);
      return;
    }
  g_signal_emit (self, signals[CONNECTED], 0, session,
                 gtk_editable_get_text (GTK_EDITABLE (self->connection)));
  gtk_window_destroy (GTK_WINDOW (self));
}

/* FALSE where no address was entered: the session that this desktop remembers is tried then. With a code
 * the password is the one to be. */
static gboolean
fill_sign_in (DdiConnectDialog *self, DdiSignInOptions *sign_in)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->account_password));
  const char *code = gtk_editable_get_text (GTK_EDITABLE (self->code));

  sign_in->email = gtk_editable_get_text (GTK_EDITABLE (self->email));
  if (*sign_in->email == '\0')
    return FALSE;
  sign_in->kind = *code                                        ? DDI_SIGN_IN_CODE
                  : gtk_widget_get_visible (self->first_group) ? DDI_SIGN_IN_FIRST
                                                               : DDI_SIGN_IN_PASSWORD;
  sign_in->code = code;
  sign_in->name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  sign_in->password = ddi_secret_new (password, strlen (password));
  return TRUE;
}

static void
connect_cb (DdiConnectDialog *self)
{
  g_autofree char *conninfo = NULL;
  DdiOpeningOptions options = { .kind = DDI_HOME_KIND_SERVER };
  DdiSignInOptions sign_in = { 0 };

  if (self->cancellable || *gtk_editable_get_text (GTK_EDITABLE (self->connection)) == '\0')
    return;
  conninfo = dup_conninfo (self);
  options.connection = conninfo;
  if (fill_sign_in (self, &sign_in))
    options.sign_in = &sign_in;
  self->cancellable = g_cancellable_new ();
  show_message (self, NULL);
  set_busy (self, TRUE);
  ddi_opening_run_async (&options, self->cancellable, opened_cb, g_object_ref (self));
  g_clear_pointer (&sign_in.password, ddi_secret_unref);
}

static void
server_chosen_cb (DdiConnectDialog *self, const char *address)
{
  gtk_editable_set_text (GTK_EDITABLE (self->connection), address);
  gtk_widget_grab_focus (self->password);
}

static void
why_cb (DdiConnectDialog *self)
{
  g_autofree char *conninfo = dup_conninfo (self);
  const DdiDoctorOptions options = { .connection = conninfo };

  gtk_window_present (GTK_WINDOW (ddi_doctor_dialog_new (GTK_WINDOW (self), &options)));
}

/* The same answer for every address, known or not. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiConnectDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  ddi_database_close (DDI_DATABASE (source));
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (rows == NULL)
    {
      show_error (self, error);
      return;
    }
  gtk_widget_set_visible (self->answer, TRUE);
  gtk_widget_grab_focus (self->code);
}

static void
door_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiConnectDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = ddi_home_open_finish (result, &error);
  DdiUnit *unit;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (home == NULL)
    {
      g_clear_object (&self->cancellable);
      set_busy (self, FALSE);
      show_error (self, error);
      return;
    }
  unit = ddi_unit_new ();
  ddi_unit_add (unit, "accounts/request-reset",
                g_variant_new ("(s)", gtk_editable_get_text (GTK_EDITABLE (self->email))));
  ddi_database_run_async (ddi_home_get_database (home), unit, self->cancellable, asked_cb,
                          g_object_ref (self));
}

static void
forgot_cb (DdiConnectDialog *self)
{
  g_autofree char *conninfo = NULL;
  DdiHomeOptions options = { 0 };

  if (self->cancellable)
    return;
  gtk_widget_set_visible (self->answer, FALSE);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->connection)) == '\0' ||
      *gtk_editable_get_text (GTK_EDITABLE (self->email)) == '\0')
    {
      show_message (self, _ ("Enter the server and your e-mail address first."));
      return;
    }
  conninfo = dup_conninfo (self);
  options.connection = conninfo;
  self->cancellable = g_cancellable_new ();
  show_message (self, NULL);
  set_busy (self, TRUE);
  ddi_home_open_async (&options, self->cancellable, door_opened_cb, g_object_ref (self));
}

/* Of another server nothing is known yet. */
static void
changed_cb (DdiConnectDialog *self)
{
  gtk_widget_set_visible (self->first_group, FALSE);
  gtk_widget_set_sensitive (self->connect_button,
                            *gtk_editable_get_text (GTK_EDITABLE (self->connection)) != '\0');
}

static void
ddi_connect_dialog_dispose (GObject *object)
{
  DdiConnectDialog *self = DDI_CONNECT_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ddi_connect_dialog_parent_class)->dispose (object);
}

static void
ddi_connect_dialog_finalize (GObject *object)
{
  g_clear_object (&DDI_CONNECT_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (ddi_connect_dialog_parent_class)->finalize (object);
}

static void
ddi_connect_dialog_class_init (DdiConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_connect_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_connect_dialog_finalize;

  signals[CONNECTED] = g_signal_new ("connected", DDI_TYPE_CONNECT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 2, DDI_TYPE_SESSION, G_TYPE_STRING);

  g_type_ensure (DDI_TYPE_KNOWN_SERVERS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, connection);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, password);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, email);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, account_password);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, code);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, first_group);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, error_group);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, details);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, why_button);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, error);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, forgot_button);
  gtk_widget_class_bind_template_child (widget_class, DdiConnectDialog, answer);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, forgot_cb);
  gtk_widget_class_bind_template_callback (widget_class, why_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_connect_dialog_init (DdiConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiConnectDialog *
ddi_connect_dialog_new (GtkWindow *parent, const char *connection)
{
  DdiConnectDialog *self = g_object_new (DDI_TYPE_CONNECT_DIALOG, "transient-for", parent, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->connection), connection ? connection : "");
  gtk_widget_grab_focus (self->connection);
  return self;
}
