/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-home-private.h"

#include "auth/ddi-token-store.h"

/* The session that the database knows us by; 0 where it has ended. */
static gint64
find_session (DdiHome *self, GCancellable *cancellable)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, "accounts/list-sessions", g_variant_new ("(i)", ddi_home_get_user_id (self)));
  ddi_unit_set_read_only (unit);
  results = ddi_database_run (ddi_home_get_database (self), g_steal_pointer (&unit), cancellable, NULL);
  rows = results ? results->pdata[0] : NULL;
  for (guint i = 0; rows && i < ddi_rows_get_n (rows); i++)
    if (ddi_rows_get_boolean (rows, i, ddi_rows_column (rows, "current")))
      return ddi_rows_get_int (rows, i, 0);
  return 0;
}

/* Nobody knows its token any longer: it would only wait for its end. */
static void
end_session (DdiHome *self, gint64 session, GCancellable *cancellable)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  ddi_unit_add (unit, "accounts/end-session", g_variant_new ("(x)", session));
  results = ddi_database_run (ddi_home_get_database (self), g_steal_pointer (&unit), cancellable, &error);
  if (results == NULL)
    g_debug ("ending the session before: %s", error->message);
}

static gpointer
enter_again_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  DdiHome *self = g_task_get_source_object (task);
  /* Though it has ended, it tells that this device has been here: nobody else's guesses keep its person out. */
  g_autofree char *device = ddi_database_dup_session (ddi_home_get_database (self));
  DdiSignInOptions options = { .kind = DDI_SIGN_IN_PASSWORD,
                               .email = ddi_home_get_email (self),
                               .password = g_task_get_task_data (task),
                               .device = device };
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gint64 before = find_session (self, cancellable);
  const char *name = ddi_home_get_remembered_as (self);
  g_autoptr (DdiSecret) token = ddi_sign_in (ddi_home_get_database (self), &options, cancellable, &error);

  if (token == NULL)
    {
      g_task_return_error (task, error);
      return NULL;
    }
  if (before != 0)
    end_session (self, before, cancellable);
  if (name && !ddi_token_store_save (name, ddi_secret_get_text (token), NULL))
    g_debug ("this desktop keeps no secrets");
  g_task_return_boolean (task, TRUE);
  return NULL;
}

void
ddi_home_enter_again_async (DdiHome *self, DdiSecret *password, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DDI_IS_HOME (self) && ddi_home_get_email (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ddi_home_enter_again_async);
  g_task_set_task_data (task, ddi_secret_ref (password), (GDestroyNotify)ddi_secret_unref);
  g_thread_unref (g_thread_new ("sign-in", enter_again_thread, task));
}

gboolean
ddi_home_enter_again_finish (DdiHome *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
