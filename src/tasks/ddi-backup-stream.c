/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-backup-stream.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "auth/ddi-backup-seal.h"

struct _DdiBackupStream
{
  GThread *thread;
  gboolean opening;
  int file, ours, theirs; /* the two ends of the pipe */
  DdiSecret *passphrase;
  GCancellable *cancellable;
  GError *error;
};

/* Whoever still writes must not be killed by a pipe that nobody reads. */
static void
drain (int fd)
{
  char buffer[4096];

  while (read (fd, buffer, sizeof buffer) > 0)
    continue;
}

/* A reader that has seen enough closes its end, which is no reason to end the program. */
static void
block_broken_pipe (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
}

static gpointer
work_thread (gpointer data)
{
  DdiBackupStream *self = data;

  block_broken_pipe ();
  if (!self->opening)
    {
      if (!ddi_backup_seal_write (self->theirs, self->file, self->passphrase, NULL, self->cancellable,
                                  &self->error))
        drain (self->theirs);
    }
  else if (!ddi_backup_seal_open (self->file, self->theirs, self->passphrase, self->cancellable,
                                  &self->error) &&
           g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    /* The reader knows where its archive ends. */
    g_clear_error (&self->error);
  close (self->theirs);
  return NULL;
}

static DdiBackupStream *
start (int file, DdiSecret *passphrase, gboolean opening, GCancellable *cancellable, GError **error)
{
  DdiBackupStream *self;
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return NULL;
  self = g_new0 (DdiBackupStream, 1);
  self->opening = opening;
  self->file = file;
  self->ours = ends[opening ? 0 : 1];
  self->theirs = ends[opening ? 1 : 0];
  self->passphrase = ddi_secret_ref (passphrase);
  self->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  self->thread = g_thread_new ("seal", work_thread, self);
  return self;
}

DdiBackupStream *
ddi_backup_stream_seal (int file, DdiSecret *passphrase, GCancellable *cancellable, GError **error)
{
  return start (file, passphrase, FALSE, cancellable, error);
}

DdiBackupStream *
ddi_backup_stream_open (int file, DdiSecret *passphrase, GCancellable *cancellable, GError **error)
{
  return start (file, passphrase, TRUE, cancellable, error);
}

int
ddi_backup_stream_get_fd (DdiBackupStream *self)
{
  return self->ours;
}

gboolean
ddi_backup_stream_finish (DdiBackupStream *self, GError **error)
{
  gboolean good;

  close (self->ours);
  g_thread_join (self->thread);
  good = self->error == NULL;
  if (self->error)
    g_propagate_error (error, self->error);
  ddi_secret_unref (self->passphrase);
  g_clear_object (&self->cancellable);
  g_free (self);
  return good;
}
