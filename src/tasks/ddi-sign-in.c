/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-sign-in.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "auth/ddi-auth-error.h"
#include "auth/ddi-key.h"
#include "auth/ddi-password.h"

/* How long a derivation is to take where its cost is chosen. */
#define SECONDS 0.5

DdiSignInOptions *
ddi_sign_in_options_copy (const DdiSignInOptions *self)
{
  DdiSignInOptions *copy = g_memdup2 (self, sizeof *self);

  copy->email = g_strdup (self->email);
  copy->name = g_strdup (self->name);
  copy->code = g_strdup (self->code);
  copy->device = g_strdup (self->device);
  copy->password = ddi_secret_ref (self->password);
  return copy;
}

void
ddi_sign_in_options_free (DdiSignInOptions *self)
{
  g_free ((char *)self->email);
  g_free ((char *)self->name);
  g_free ((char *)self->code);
  g_free ((char *)self->device);
  ddi_secret_unref (self->password);
  g_free (self);
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

/* What the list of sessions calls this one. */
static char *
dup_client (void)
{
  return g_strdup_printf ("%s, %s", g_get_prgname () ? g_get_prgname () : "dunkin-demand",
                          g_get_host_name ());
}

/* The outcome, token and wait of the functions that sign in. */
static DdiSecret *
take_outcome (DdiDatabase *database, DdiRows *rows, GError **error)
{
  const char *outcome = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "outcome"));
  const char *token = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "token"));
  guint seconds = (guint)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "wait_seconds"));

  if (g_strcmp0 (outcome, "good") == 0)
    {
      ddi_database_set_session (database, token);
      return ddi_secret_new (token, strlen (token));
    }
  if (g_strcmp0 (outcome, "wait") == 0)
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WAIT,
                 ngettext ("There were too many attempts; try again in %u second",
                           "There were too many attempts; try again in %u seconds", seconds),
                 seconds);
  else
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED,
                 _ ("The address and what you entered do not belong together"));
  return NULL;
}

static DdiRows *
sign_in_by_password (DdiDatabase *database, const DdiSignInOptions *options, const char *client,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) challenge =
      ask (database, "accounts/challenge", g_variant_new ("(s)", options->email), cancellable, error);
  const char *setting = challenge ? ddi_rows_get_text (challenge, 0, 0) : NULL;
  g_autoptr (DdiSecret) proof = setting ? ddi_key_derive (setting, options->password, error) : NULL;
  g_autoptr (DdiSecret) key = NULL;
  g_autofree char *upgrade = NULL;

  if (proof == NULL)
    return NULL;
  if (ddi_key_is_legacy (setting))
    {
      upgrade = ddi_key_calibrate_setting (SECONDS);
      key = ddi_key_derive (upgrade, options->password, error);
      if (key == NULL)
        return NULL;
    }
  return ask (database, "accounts/sign-in",
              g_variant_new ("(ssmsmssms)", options->email, ddi_secret_get_text (proof), upgrade,
                             key ? ddi_secret_get_text (key) : NULL, client, options->device),
              cancellable, error);
}

static DdiRows *
sign_in_with_new_password (DdiDatabase *database, const DdiSignInOptions *options, const char *client,
                           GCancellable *cancellable, GError **error)
{
  g_autofree char *setting = NULL;
  g_autoptr (DdiSecret) key = NULL;

  if (!ddi_password_check (options->password, options->email, error))
    return NULL;
  setting = ddi_key_calibrate_setting (SECONDS);
  key = ddi_key_derive (setting, options->password, error);
  if (key == NULL)
    return NULL;
  if (options->kind == DDI_SIGN_IN_CODE)
    return ask (database, "accounts/redeem",
                g_variant_new ("(sssss)", options->email, options->code, setting, ddi_secret_get_text (key),
                               client),
                cancellable, error);
  return ask (database, "accounts/make-first",
              g_variant_new ("(smssss)", options->email, options->name, setting, ddi_secret_get_text (key),
                             client),
              cancellable, error);
}

/* Where a password was refused: because there is nobody yet who could have one? */
static void
explain_refusal (DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) rows = ask (database, "accounts/is-vacant", NULL, cancellable, NULL);

  if (rows == NULL || !ddi_rows_get_boolean (rows, 0, 0))
    return;
  g_clear_error (error);
  g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_VACANT,
               _ ("Nobody has an account in this database yet"));
}

DdiSecret *
ddi_sign_in (DdiDatabase *database, const DdiSignInOptions *options, GCancellable *cancellable,
             GError **error)
{
  g_autofree char *client = dup_client ();
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (GError) refusal = NULL;
  DdiSecret *token;

  ddi_secret_forbid_core_dumps ();
  rows = options->kind == DDI_SIGN_IN_PASSWORD
             ? sign_in_by_password (database, options, client, cancellable, error)
             : sign_in_with_new_password (database, options, client, cancellable, error);
  if (rows == NULL)
    return NULL;
  token = take_outcome (database, rows, &refusal);
  if (token)
    return token;
  if (options->kind == DDI_SIGN_IN_PASSWORD &&
      g_error_matches (refusal, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED))
    explain_refusal (database, cancellable, &refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

static gpointer
sign_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  DdiSecret *token = ddi_sign_in (g_task_get_source_object (task), g_task_get_task_data (task),
                                  g_task_get_cancellable (task), &error);

  if (token)
    g_task_return_pointer (task, token, (GDestroyNotify)ddi_secret_unref);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own: a derivation must not keep a query from its connection's. */
void
ddi_sign_in_async (DdiDatabase *database, const DdiSignInOptions *options, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (database, cancellable, callback, user_data);
  g_task_set_source_tag (task, ddi_sign_in_async);
  g_task_set_task_data (task, ddi_sign_in_options_copy (options), (GDestroyNotify)ddi_sign_in_options_free);
  g_thread_unref (g_thread_new ("sign-in", sign_in_thread, task));
}

DdiSecret *
ddi_sign_in_finish (DdiDatabase *database, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, database), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
