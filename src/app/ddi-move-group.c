/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-move-group.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "app/ddi-busy-row.h"
#include "app/ddi-message-dialog.h"
#include "core/ddi-format.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-move.h"

struct _DdiMoveGroup
{
  AdwBin parent_instance;

  GtkWidget *row;
  GtkWidget *button;
  DdiBusyRow *busy_row;

  DdiHome *home;
  DdiSecret *owner; /* of a server */
};

G_DEFINE_FINAL_TYPE (DdiMoveGroup, ddi_move_group, ADW_TYPE_BIN)

static gboolean
is_alive (DdiMoveGroup *self)
{
  return self->home && gtk_widget_get_root (GTK_WIDGET (self));
}

static GtkWidget *
make_dialog (DdiMoveGroup *self, const char *heading, const char *body)
{
  return ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
}

static void
tell (DdiMoveGroup *self, const char *heading, const char *body)
{
  GtkWidget *dialog = make_dialog (self, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
update (DdiMoveGroup *self)
{
  gtk_widget_set_sensitive (self->button, self->home && !ddi_busy_row_is_busy (self->busy_row));
}

static void
tell_moved (DdiMoveGroup *self, const DdiMoveResult *result)
{
  g_autofree char *rows = ddi_format_int (result->rows);
  g_autofree char *body = NULL;

  if (result->address)
    body = g_strdup_printf (
        _ ("%s rows of %u tables went over and were compared. What was here is kept in %s.\n\n"
           "On the server give ddi_app a password and, as ddi_owner, invite the first "
           "administrator with dunkin-demand-cli users invite; then sign in here."),
        rows, result->tables, result->kept);
  else
    body = g_strdup_printf (_ ("%s rows of %u tables went over and were compared. The server is as it was."),
                            rows, result->tables);
  tell (self, _ ("The Data Have Moved"), body);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiMoveGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiMoveResult) done = ddi_move_finish (result, &error);

  if (self->busy_row)
    ddi_busy_row_end (self->busy_row);
  if (!is_alive (self))
    return;
  update (self);
  if (done)
    {
      tell_moved (self, done);
      gtk_widget_activate_action (GTK_WIDGET (self), "app.moved", "s", done->address ? done->address : "");
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, _ ("Nothing Was Moved"), error->message);
}

static GCancellable *
begin (DdiMoveGroup *self)
{
  GCancellable *work = ddi_busy_row_begin (self->busy_row, _ ("Connecting to the server"));

  update (self);
  return work;
}

void
ddi_move_group_move (DdiMoveGroup *self, const char *address, const char *password)
{
  g_autofree char *connection =
      *password ? ddi_conninfo_add_password (address, password) : g_strdup (address);
  const DdiMoveOptions options = { .connection = connection,
                                   .progress = ddi_busy_row_report,
                                   .user_data = self->busy_row };

  g_return_if_fail (DDI_IS_MOVE_GROUP (self));

  if (self->home && !ddi_busy_row_is_busy (self->busy_row))
    {
      ddi_move_to_server_async (self->home, &options, begin (self), moved_cb, g_object_ref (self));
    }
  sodium_memzero (connection, strlen (connection));
}

/* ---- The question ---- */

typedef struct
{
  DdiMoveGroup *group;
  GtkWidget *address, *password;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->group);
  g_free (self);
}

static void
asked_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;

  /* In libadwaita 1.2 a password's row that has the focus is told of losing it when it has gone already. */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  if (!g_str_equal (response, "do") || !is_alive (self->group))
    return;
  ddi_move_group_move (self->group, gtk_editable_get_text (GTK_EDITABLE (self->address)),
                       gtk_editable_get_text (GTK_EDITABLE (self->password)));
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

static void
address_changed_cb (GtkEditable *address, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "do", *gtk_editable_get_text (address) != '\0');
}

static GtkWidget *
make_fields (Question *question, GtkWidget *dialog)
{
  GtkWidget *group = adw_preferences_group_new ();

  question->address = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->address), _ ("Address of the server"));
  gtk_editable_set_text (GTK_EDITABLE (question->address), "postgresql://postgres@");
  question->password = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->password), _ ("Password"));
  g_signal_connect_object (question->address, "changed", G_CALLBACK (address_changed_cb), dialog, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->address);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->password);
  return group;
}

static void
ask_server (DdiMoveGroup *self)
{
  Question *question = g_new0 (Question, 1);
  GtkWidget *dialog = make_dialog (
      self, _ ("Move to a Server"),
      _ ("As somebody who may make roles and databases there. Everything is copied and compared row for row; "
         "only "
         "then the server counts. What is here is kept. Close other programs that use the data."));

  question->group = g_object_ref (self);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", _ ("_Move"),
                                    NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_fields (question, dialog));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (asked_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
fetch_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  DdiMoveGroup *self = user_data;
  g_autofree char *data_dir = ddi_cluster_default_home ();
  DdiMoveOptions options = { .progress = ddi_busy_row_report, .user_data = self->busy_row };

  if (!g_str_equal (response, "do") || !is_alive (self) || ddi_busy_row_is_busy (self->busy_row))
    return;
  options.connection = ddi_secret_get_text (self->owner);
  /* Whoever is connected has accepted what there is to accept. */
  options.accept_risk = TRUE;
  ddi_move_to_home_async (data_dir, &options, begin (self), moved_cb, g_object_ref (self));
}

static void
ask_fetch (DdiMoveGroup *self)
{
  GtkWidget *dialog = make_dialog (
      self, _ ("Bring the Data to This Computer?"),
      _ ("Everything is copied and compared row for row, and this computer works with the copy from then "
         "on. The server stays as it is: what others enter there does not come here."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", _ ("_Bring"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (fetch_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
begin_cb (DdiMoveGroup *self)
{
  if (ddi_home_is_embedded (self->home))
    ask_server (self);
  else
    ask_fetch (self);
}

static void
ddi_move_group_dispose (GObject *object)
{
  DdiMoveGroup *self = DDI_MOVE_GROUP (object);

  if (self->busy_row)
    ddi_busy_row_abandon (self->busy_row);
  g_clear_object (&self->home);
  g_clear_pointer (&self->owner, ddi_secret_unref);
  G_OBJECT_CLASS (ddi_move_group_parent_class)->dispose (object);
}

static void
ddi_move_group_class_init (DdiMoveGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_move_group_dispose;

  g_type_ensure (DDI_TYPE_BUSY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-move-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiMoveGroup, row);
  gtk_widget_class_bind_template_child (widget_class, DdiMoveGroup, button);
  gtk_widget_class_bind_template_child (widget_class, DdiMoveGroup, busy_row);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
ddi_move_group_init (DdiMoveGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
ddi_move_group_set_home (DdiMoveGroup *self, DdiHome *home, const char *owner)
{
  g_return_if_fail (DDI_IS_MOVE_GROUP (self));

  g_set_object (&self->home, home);
  g_clear_pointer (&self->owner, ddi_secret_unref);
  self->owner = ddi_secret_new (owner, strlen (owner));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row),
                               ddi_home_is_embedded (home) ? _ ("To a PostgreSQL server that others use too")
                                                           : _ ("From the server to this computer"));
  gtk_button_set_label (GTK_BUTTON (self->button),
                        ddi_home_is_embedded (home) ? _ ("_Move to a Server…") : _ ("_Bring Here…"));
  update (self);
}

gboolean
ddi_move_group_is_busy (DdiMoveGroup *self)
{
  g_return_val_if_fail (DDI_IS_MOVE_GROUP (self), FALSE);

  return ddi_busy_row_is_busy (self->busy_row);
}
