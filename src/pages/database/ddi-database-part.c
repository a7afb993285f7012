/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-part.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-window.h"

typedef struct
{
  DdiMaintenance *maintenance;
  GCancellable *cancellable;
} DdiDatabasePartPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DdiDatabasePart, ddi_database_part, ADW_TYPE_BIN)

enum
{
  CHANGED,
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A running job: the part may go away before it ends. */
typedef struct
{
  DdiDatabasePart *part;
  char *done;
} Running;

static void
running_free (Running *self)
{
  g_object_unref (self->part);
  g_free (self->done);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Running, running_free)

static gboolean
is_shown (DdiDatabasePart *self)
{
  return gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

typedef struct
{
  DdiDatabasePart *part;
  DdiDatabaseChosen chosen;
} FileQuestion;

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  FileQuestion *question = user_data;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path && gtk_widget_get_root (GTK_WIDGET (question->part)))
    question->chosen (question->part, path);
  g_object_unref (question->part);
  g_free (question);
  g_object_unref (dialog);
}

void
ddi_database_part_ask_file (DdiDatabasePart *self, const char *title, const char *button, const char *name,
                            DdiDatabaseChosen chosen)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, button, _ ("_Cancel"));
  FileQuestion *question = g_new0 (FileQuestion, 1);

  question->part = g_object_ref (self);
  question->chosen = chosen;
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb), question);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
ddi_database_part_tell (DdiDatabasePart *self, const char *heading, const char *body)
{
  GtkWidget *dialog;

  if (!is_shown (self))
    return;
  dialog = ddi_message_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Running) running = user_data;
  g_autoptr (GError) error = NULL;

  ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (running->part, _ ("It Was Not Done"), error->message);
  else if (error == NULL && running->done && is_shown (running->part))
    ddi_window_add_toast (ddi_window_of (GTK_WIDGET (running->part)), running->done);
  /* Also after a failure: what was done before it is done. */
  g_signal_emit (running->part, signals[CHANGED], 0);
}

void
ddi_database_part_run (DdiDatabasePart *self, const DdiMaintenanceJob *job, const char *done,
                       GCancellable *cancellable)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (self);
  Running *running = g_new0 (Running, 1);

  running->part = g_object_ref (self);
  running->done = g_strdup (done);
  ddi_maintenance_run_async (priv->maintenance, job, cancellable ? cancellable : priv->cancellable, ran_cb,
                             running);
}

typedef struct
{
  DdiDatabasePart *part;
  DdiDatabaseConfirmed confirmed;
  gpointer data;
  GDestroyNotify free_data;
} Asked;

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *self = data;

  if (self->free_data)
    self->free_data (self->data);
  g_object_unref (self->part);
  g_free (self);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Asked *asked = user_data;

  if (g_str_equal (response, "do") && is_shown (asked->part))
    asked->confirmed (asked->part, asked->data);
}

void
ddi_database_part_ask (DdiDatabasePart *self, const DdiDatabaseQuestion *question)
{
  GtkWidget *dialog = ddi_message_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                              question->heading, question->body);
  Asked *asked = g_new0 (Asked, 1);

  asked->part = g_object_ref (self);
  asked->confirmed = question->confirmed;
  asked->data = question->data;
  asked->free_data = question->free_data;
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    question->button, NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), question->extra);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do",
                                              question->suggested ? ADW_RESPONSE_SUGGESTED
                                                                  : ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           question->suggested ? "do" : "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), asked, asked_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ddi_database_part_open (DdiDatabasePart *self, const char *name)
{
  g_signal_emit (self, signals[OPEN], 0, name);
}

typedef struct
{
  DdiMaintainVerb verb;
  char **tables;
} Maintaining;

static void
maintaining_free (gpointer data)
{
  Maintaining *self = data;

  g_strfreev (self->tables);
  g_free (self);
}

static gpointer
maintain (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Maintaining *self = data;
  DdiMaintainOptions options = { self->verb, (const char *const *)self->tables, NULL, NULL };

  ddi_maintain_run (maintenance, &options, cancellable, error);
  return NULL;
}

DdiMaintenanceJob
ddi_database_part_make_maintain (DdiMaintainVerb verb, const char *const *tables)
{
  Maintaining *data = g_new0 (Maintaining, 1);

  data->verb = verb;
  data->tables = g_strdupv ((char **)tables);
  return (DdiMaintenanceJob){ maintain, data, maintaining_free, NULL };
}

/* A row of libadwaita 1.2 takes its subtitle for markup even where it is told that its title is none. */
void
ddi_database_row_set_texts (GtkWidget *row, const char *title, const char *subtitle)
{
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *safe_subtitle = subtitle ? g_markup_escape_text (subtitle, -1) : NULL;

  g_object_set (row, "title", safe_title, "subtitle", safe_subtitle, NULL);
}

void
ddi_database_clear_list (GtkWidget *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
}

char *
ddi_database_format_span (gint64 seconds)
{
  int days = (int)(seconds / 86400), hours = (int)(seconds / 3600 % 24), minutes = (int)(seconds / 60 % 60);

  if (days > 0)
    return g_strdup_printf (_ ("%d d %d h"), days, hours);
  if (hours > 0)
    return g_strdup_printf (_ ("%d h %d min"), hours, minutes);
  if (minutes > 0)
    return g_strdup_printf (_ ("%d min %d s"), minutes, (int)(seconds % 60));
  return g_strdup_printf (_ ("%d s"), (int)seconds);
}

void
ddi_database_part_show (DdiDatabasePart *self, DdiMaintenance *maintenance,
                        const DdiMaintenanceReport *report)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (self);

  g_return_if_fail (DDI_IS_DATABASE_PART (self));

  g_set_object (&priv->maintenance, maintenance);
  DDI_DATABASE_PART_GET_CLASS (self)->show (self, report);
}

DdiMaintenance *
ddi_database_part_get_maintenance (DdiDatabasePart *self)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (self);

  return priv->maintenance;
}

GCancellable *
ddi_database_part_get_cancellable (DdiDatabasePart *self)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (self);

  return priv->cancellable;
}

static void
ddi_database_part_dispose (GObject *object)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (DDI_DATABASE_PART (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->maintenance);
  G_OBJECT_CLASS (ddi_database_part_parent_class)->dispose (object);
}

static void
ddi_database_part_finalize (GObject *object)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (DDI_DATABASE_PART (object));

  g_clear_object (&priv->cancellable);
  G_OBJECT_CLASS (ddi_database_part_parent_class)->finalize (object);
}

static void
ddi_database_part_class_init (DdiDatabasePartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ddi_database_part_dispose;
  object_class->finalize = ddi_database_part_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ddi_database_part_init (DdiDatabasePart *self)
{
  DdiDatabasePartPrivate *priv = ddi_database_part_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}
