/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#include "auth/ddi-token-store.h"
#include "cli/ddi-cli.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "tasks/ddi-audit.h"

/* Leaves the home when the terminal sends Ctrl+C or closes, or somebody ends us: otherwise the server
 * that we have started would run on until the next program comes. A thread with a loop of its own
 * waits for the signal, since the main thread is at work in the database. */
typedef struct
{
  GMutex mutex;
  GCancellable *opening;
  DdiHome *home;      /* NULL while it opens, or where there is none */
  GCancellable *work; /* what the first signal ends, so that the command can put things in order */
} Guard;

typedef struct
{
  Guard *guard;
  int number;
} GuardedSignal;

static gboolean
leave_cb (gpointer user_data)
{
  GuardedSignal *got = user_data;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GCancellable) work = NULL;

  g_cancellable_cancel (got->guard->opening);
  g_mutex_lock (&got->guard->mutex);
  home = got->guard->home ? g_object_ref (got->guard->home) : NULL;
  work = got->guard->work ? g_object_ref (got->guard->work) : NULL;
  g_mutex_unlock (&got->guard->mutex);
  if (work && !g_cancellable_is_cancelled (work))
    {
      g_cancellable_cancel (work);
      return G_SOURCE_CONTINUE;
    }
  if (home == NULL && work == NULL)
    return G_SOURCE_CONTINUE;

  if (home)
    ddi_home_close (home, NULL);
  /* And end as one who has been ended by this signal. */
  signal (got->number, SIG_DFL);
  raise (got->number);
  return G_SOURCE_CONTINUE;
}

static gpointer
guard_thread (gpointer guard)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GSource) source = g_unix_signal_source_new (numbers[i]);
      GuardedSignal *expected = g_new0 (GuardedSignal, 1);

      expected->guard = guard;
      expected->number = numbers[i];
      g_source_set_callback (source, leave_cb, expected, g_free);
      g_source_attach (source, context);
    }
  /* Until the program ends. */
  g_main_loop_run (loop);
  return NULL;
}

/* Once a program. */
static Guard *
get_guard (void)
{
  static Guard *guard;

  if (guard)
    return guard;
  guard = g_new0 (Guard, 1);
  g_mutex_init (&guard->mutex);
  guard->opening = g_cancellable_new ();
  g_thread_unref (g_thread_new ("signals", guard_thread, guard));
  return guard;
}

GCancellable *
ddi_cli_get_cancellable (void)
{
  Guard *guard = get_guard ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&guard->mutex);

  if (guard->work == NULL)
    guard->work = g_cancellable_new ();
  return guard->work;
}

/* Without a person a server shows nothing, which would be told as if there were nothing. */
DdiHome *
ddi_cli_open_home (const DdiCliContext *context, GError **error)
{
  g_autoptr (DdiHome) home = ddi_cli_open_door (context, error);

  if (home && ddi_home_get_user_id (home) == 0)
    {
      ddi_home_close (home, NULL);
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
                   _ ("Nobody is signed in to this server; sign in with: dunkin-demand-cli login"));
      return NULL;
    }
  return g_steal_pointer (&home);
}

DdiHome *
ddi_cli_open_door (const DdiCliContext *context, GError **error)
{
  Guard *guard = get_guard ();
  g_autofree char *server = context->connection ? ddi_cli_dup_server (context) : NULL;
  g_autoptr (DdiSecret) remembered = NULL;
  DdiHomeOptions options = { .data_dir = context->data_dir,
                             .connection = context->connection,
                             .accept_risk = context->accept_risk };
  DdiHome *home;

  if (context->connection)
    ddi_secret_forbid_core_dumps ();
  if (context->connection && (options.session = g_getenv ("DDI_SESSION")) == NULL)
    {
      remembered = ddi_token_store_lookup (server);
      options.session = remembered ? ddi_secret_get_text (remembered) : NULL;
    }
  home = ddi_home_open (&options, guard->opening, error);
  g_mutex_lock (&guard->mutex);
  guard->home = home ? g_object_ref (home) : NULL;
  g_mutex_unlock (&guard->mutex);
  return home;
}

gboolean
ddi_cli_close_home (DdiHome *home, GError **error)
{
  g_autoptr (GError) local = NULL;

  /* Whoever comes next seals what could not be sealed now. */
  if (ddi_home_get_user_id (home) != 0 && !ddi_audit_seal (ddi_home_get_database (home), &local))
    g_debug ("sealing the log: %s", local->message);
  return ddi_home_close (home, error);
}

char *
ddi_cli_dup_server (const DdiCliContext *context)
{
  return ddi_conninfo_dup_label (context->connection);
}

char *
ddi_cli_dup_directory (const DdiCliContext *context)
{
  return context->data_dir ? g_canonicalize_filename (context->data_dir, NULL) : ddi_cluster_default_home ();
}
