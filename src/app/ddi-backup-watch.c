/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-watch.h"

#include "tasks/ddi-backup-auto.h"

#define INTERVAL 3600

struct _DdiBackupWatch
{
  DdiBackupServer *server;
  GCancellable *cancellable;
  GThread *thread; /* the last one that was begun */
  int busy;        /* atomic */
  guint timer;
};

static gpointer
work_thread (gpointer data)
{
  DdiBackupWatch *self = data;
  DdiBackupAutoOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupAutoResult) result =
      ddi_backup_auto_run (self->server, &options, self->cancellable, &error);

  /* The page tells how it stands; whoever looks for the reason finds it here. */
  if (result == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("no backup was made: %s", error->message);
  g_atomic_int_set (&self->busy, FALSE);
  return NULL;
}

static void
begin (DdiBackupWatch *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->busy, FALSE, TRUE))
    return;
  g_clear_pointer (&self->thread, g_thread_join);
  self->thread = g_thread_new ("backup", work_thread, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  begin (user_data);
  return G_SOURCE_CONTINUE;
}

DdiBackupWatch *
ddi_backup_watch_new (DdiHome *home)
{
  DdiBackupWatch *self = g_new0 (DdiBackupWatch, 1);

  self->server = ddi_backup_server_new_for_home (home);
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add_seconds (INTERVAL, timer_cb, self);
  begin (self);
  return self;
}

void
ddi_backup_watch_cancel (DdiBackupWatch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

void
ddi_backup_watch_free (DdiBackupWatch *self)
{
  ddi_backup_watch_cancel (self);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_clear_object (&self->cancellable);
  g_free (self);
}
