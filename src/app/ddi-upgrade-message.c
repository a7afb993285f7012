/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-upgrade-message.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"

/* What both dialogs are about; the window may go away meanwhile. */
typedef struct
{
  GWeakRef window;
  char *data_dir;
  char *kept;
  char *backup;
  int from_major;
} Former;

static Former *
former_new (GtkWindow *window, const char *data_dir, const DdiMoveResult *moved)
{
  Former *self = g_new0 (Former, 1);

  g_weak_ref_init (&self->window, window);
  self->data_dir = g_strdup (data_dir);
  self->kept = g_strdup (moved->kept);
  self->backup = g_strdup (moved->backup);
  self->from_major = moved->from_major;
  return self;
}

static void
former_free (Former *self)
{
  g_weak_ref_clear (&self->window);
  g_free (self->data_dir);
  g_free (self->kept);
  g_free (self->backup);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Former, former_free)

static void
former_closure_free (gpointer data, GClosure *closure)
{
  former_free (data);
}

static GtkWidget *
make_dialog (GtkWindow *window, const char *heading, const char *body)
{
  return ddi_message_dialog_new (window, heading, body);
}

static void
tell (GtkWindow *window, const char *heading, const char *body)
{
  GtkWidget *dialog = make_dialog (window, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Former) former = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&former->window);
  g_autoptr (GError) error = NULL;
  gboolean gone = ddi_move_let_go_finish (result, &error);

  if (window == NULL)
    return;
  if (!gone)
    tell (window, _ ("It Was Not Done"), error->message);
  else if (DDI_IS_WINDOW (window))
    ddi_window_add_toast (DDI_WINDOW (window), _ ("The former data are deleted"));
}

static Former *
former_copy (const Former *other, GtkWindow *window)
{
  const DdiMoveResult moved = { .kept = other->kept,
                                .backup = other->backup,
                                .from_major = other->from_major };

  return former_new (window, other->data_dir, &moved);
}

static void
confirmed_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Former *former = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get ((GWeakRef *)&former->window);

  if (g_str_equal (response, "do"))
    ddi_move_let_go_async (former->data_dir, former->kept, gone_cb, former_copy (former, window));
}

static void
confirm (const Former *former, GtkWindow *window)
{
  g_autofree char *body = g_strdup_printf (
      _ ("%s, with what PostgreSQL %d has written there, is deleted. This cannot be undone. The data that "
         "you "
         "work with are not touched, and the backup that was made before the move stays: %s"),
      former->kept, former->from_major, former->backup);
  GtkWidget *dialog = make_dialog (window, _ ("Let the Former Data Go?"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", _ ("_Delete"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (confirmed_cb), former_copy (former, window),
                         former_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Former *former = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get ((GWeakRef *)&former->window);

  if (window && g_str_equal (response, "let-go"))
    confirm (former, window);
}

static void
tell_moved (GtkWindow *window, const char *data_dir, const DdiMoveResult *moved)
{
  g_autofree char *rows = ddi_format_int (moved->rows);
  g_autofree char *size = g_format_size ((guint64)moved->kept_bytes);
  g_autofree char *heading = g_strdup_printf (_ ("Your Data Moved to PostgreSQL %d"), moved->to_major);
  g_autofree char *body = g_strdup_printf (
      _ ("PostgreSQL %d had written them. %s rows of %u tables went over and were compared.\n\nThe former "
         "data "
         "are kept in %s (%s). Once you are content with what you see, let them go, here or later in "
         "Database, Backups."),
      moved->from_major, rows, moved->tables, moved->kept, size);
  GtkWidget *dialog = make_dialog (window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "let-go", _ ("_Let Them Go…"), "keep",
                                    _ ("_Keep Them"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "let-go",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), former_new (window, data_dir, moved),
                         former_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
tell_failure (GtkWindow *window, const GError *error)
{
  g_autofree char *body = g_strdup_printf (_ ("%s\n\nThe data are as they were."), error->message);

  tell (window, _ ("The Data Were Not Moved"), body);
}

void
ddi_upgrade_message_show (GtkWindow *window, DdiSession *session, const DdiMoveResult *moved,
                          const GError *error)
{
  DdiCluster *cluster = ddi_home_get_cluster (ddi_session_get_home (session));

  if (error)
    tell_failure (window, error);
  else if (moved && moved->kept && cluster)
    tell_moved (window, ddi_cluster_get_home (cluster), moved);
}
