/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-new-password.h"

#include <glib/gi18n-lib.h>

#include "auth/ddi-auth-error.h"
#include "auth/ddi-key.h"
#include "auth/ddi-password.h"

/* How long a derivation is to take where its cost is chosen. */
#define SECONDS 0.5

typedef struct
{
  char *email;
  DdiSecret *old, *fresh;
} Change;

static void
change_free (Change *change)
{
  g_free (change->email);
  ddi_secret_unref (change->old);
  ddi_secret_unref (change->fresh);
  g_free (change);
}

static DdiRows *
ask (DdiDatabase *database, const char *query, GVariant *params, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, unit, cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gboolean
run (DdiDatabase *database, const Change *change, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) challenge = NULL, changed = NULL;
  g_autoptr (DdiSecret) proof = NULL, key = NULL;
  g_autofree char *setting = NULL;

  if (!ddi_password_check (change->fresh, change->email, error))
    return FALSE;
  challenge = ask (database, "accounts/challenge", g_variant_new ("(s)", change->email), cancellable, error);
  proof = challenge ? ddi_key_derive (ddi_rows_get_text (challenge, 0, 0), change->old, error) : NULL;
  if (proof == NULL)
    return FALSE;
  setting = ddi_key_calibrate_setting (SECONDS);
  key = ddi_key_derive (setting, change->fresh, error);
  if (key == NULL)
    return FALSE;
  changed = ask (database, "accounts/change-password",
                 g_variant_new ("(sss)", ddi_secret_get_text (proof), setting, ddi_secret_get_text (key)),
                 cancellable, error);
  if (changed == NULL)
    return FALSE;
  if (!ddi_rows_get_boolean (changed, 0, 0))
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED,
                 _ ("The present password is another one, or there were too many attempts"));
  return ddi_rows_get_boolean (changed, 0, 0);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  ddi_secret_forbid_core_dumps ();
  if (run (g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task),
           &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_new_password_async (DdiDatabase *database, const char *email, DdiSecret *old, DdiSecret *fresh,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (database, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, ddi_new_password_async);
  change->email = g_strdup (email);
  change->old = ddi_secret_ref (old);
  change->fresh = ddi_secret_ref (fresh);
  g_task_set_task_data (task, change, (GDestroyNotify)change_free);
  g_thread_unref (g_thread_new ("new-password", run_thread, task));
}

gboolean
ddi_new_password_finish (DdiDatabase *database, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, database), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
