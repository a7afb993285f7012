/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-pooler-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-dialog-title.h"
#include "app/ddi-heading.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "tasks/ddi-pooler-file.h"

/* Where a server that somebody has yet to set up would be. */
#define SERVER_TO_BE "host=localhost port=5432 dbname=dunkin_demand"

struct _DdiPoolerDialog
{
  AdwWindow parent_instance;

  GtkWidget *overlay;
  GtkWidget *save_button;
  GtkWidget *here;
  GtkWidget *server;
  GtkWidget *listen;
  GtkWidget *port;
  GtkWidget *roles;
  GtkWidget *problem;
  GtkWidget *file;
  GtkWidget *text;
  GtkWidget *start;

  GCancellable *cancellable;
  char *name; /* of the file that is being written */
};

G_DEFINE_FINAL_TYPE (DdiPoolerDialog, ddi_pooler_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* 0: it is no port. */
static guint
get_port (DdiPoolerDialog *self)
{
  guint64 port = 0;

  return g_ascii_string_to_unsigned (get_text (self->port), 10, 1, 65535, &port, NULL) ? (guint)port : 0;
}

/* What is typed is looked at as the command line looks at it, and a password is not taken at all. */
static char *
make_text (DdiPoolerDialog *self, GError **error)
{
  g_autofree char *connection = NULL;
  DdiPoolerFile file = { .auth_file = get_text (self->roles),
                         .listen = get_text (self->listen),
                         .port = get_port (self),
                         .clients = DDI_POOLER_CLIENTS,
                         .servers = DDI_POOLER_SERVERS };

  if (ddi_conninfo_has_password (get_text (self->server)))
    {
      g_set_error_literal (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
                           _ ("Leave the password out: PgBouncer finds it in its list of roles"));
      return NULL;
    }
  connection = ddi_conninfo_secure (get_text (self->server), FALSE, error);
  file.connection = connection;
  return connection ? ddi_pooler_file_make (&file, error) : NULL;
}

/* What is to be done with the file, with what programs are then connected to. */
static char *
make_start (DdiPoolerDialog *self)
{
  g_autofree char *named = ddi_conninfo_dup_option (get_text (self->server), "dbname");

  return g_strdup_printf (
      _ ("1. On the computer where PgBouncer is installed, save this file as /etc/pgbouncer/pgbouncer.ini.\n"
         "2. In %s write one line for the programs’ role: \"ddi_app\" \"its password\".\n"
         "3. Start it: systemctl restart pgbouncer, or pgbouncer -d /etc/pgbouncer/pgbouncer.ini\n"
         "4. In Connect to a Server give every computer PgBouncer’s address: "
         "host=… port=%u user=ddi_app dbname=%s\n"
         "Backups, changes of the schema and this page go on using the server itself."),
      get_text (self->roles), get_port (self), named ? named : "dunkin_demand");
}

static void
changed_cb (DdiPoolerDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = make_text (self, &error);
  g_autofree char *start = text ? make_start (self) : NULL;

  gtk_label_set_label (GTK_LABEL (self->problem), error ? error->message : "");
  gtk_widget_set_visible (self->problem, error != NULL);
  gtk_widget_set_visible (self->file, text != NULL);
  gtk_widget_set_sensitive (self->save_button, text != NULL);
  gtk_label_set_label (GTK_LABEL (self->text), text ? text : "");
  gtk_label_set_label (GTK_LABEL (self->start), start ? start : "");
}

static void
tell (DdiPoolerDialog *self, const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->overlay), adw_toast_new (safe));
}

static void
copy_cb (DdiPoolerDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (GTK_LABEL (self->text)));
  tell (self, _ ("Copied"));
}

/* ---- saving ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiPoolerDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  changed_cb (self);
  /* Translators: a file's name and why. */
  text = error ? g_strdup_printf (_ ("%s was not written: %s"), self->name, error->message)
               : g_strdup_printf (_ ("%s is written"), self->name);
  tell (self, text);
}

void
ddi_pooler_dialog_save (DdiPoolerDialog *self, GFile *file)
{
  const char *text = gtk_label_get_label (GTK_LABEL (self->text));
  g_autofree char *base = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (DDI_IS_POOLER_DIALOG (self));

  g_free (self->name);
  self->name = g_filename_display_name (base);
  bytes = g_bytes_new (text, strlen (text));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, self->cancellable,
                                       saved_cb, g_object_ref (self));
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (DdiPoolerDialog) self = user_data;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file && !g_cancellable_is_cancelled (self->cancellable))
    ddi_pooler_dialog_save (self, file);
  g_object_unref (dialog);
}

static void
save_cb (DdiPoolerDialog *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Settings of PgBouncer"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "pgbouncer.ini");
  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb), g_object_ref (self));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
ddi_pooler_dialog_dispose (GObject *object)
{
  DdiPoolerDialog *self = DDI_POOLER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ddi_pooler_dialog_parent_class)->dispose (object);
}

static void
ddi_pooler_dialog_finalize (GObject *object)
{
  DdiPoolerDialog *self = DDI_POOLER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->name);
  G_OBJECT_CLASS (ddi_pooler_dialog_parent_class)->finalize (object);
}

static void
ddi_pooler_dialog_class_init (DdiPoolerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_pooler_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_pooler_dialog_finalize;
  g_type_ensure (DDI_TYPE_DIALOG_TITLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-pooler-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, here);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, server);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, listen);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, port);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, roles);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, file);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, text);
  gtk_widget_class_bind_template_child (widget_class, DdiPoolerDialog, start);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_pooler_dialog_init (DdiPoolerDialog *self)
{
  g_autofree char *port = g_strdup_printf ("%d", DDI_POOLER_PORT);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
  gtk_editable_set_text (GTK_EDITABLE (self->server), SERVER_TO_BE);
  gtk_editable_set_text (GTK_EDITABLE (self->listen), DDI_POOLER_LISTEN);
  gtk_editable_set_text (GTK_EDITABLE (self->port), port);
  gtk_editable_set_text (GTK_EDITABLE (self->roles), DDI_POOLER_AUTH_FILE);
}

DdiPoolerDialog *
ddi_pooler_dialog_new (GtkWindow *parent, const char *connection)
{
  DdiPoolerDialog *self = g_object_new (DDI_TYPE_POOLER_DIALOG, "transient-for", parent, NULL);

  gtk_widget_set_visible (self->here, connection == NULL);
  if (connection)
    gtk_editable_set_text (GTK_EDITABLE (self->server), connection);
  return self;
}
