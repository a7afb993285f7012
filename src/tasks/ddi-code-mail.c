/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-code-mail.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "auth/ddi-token-store.h"

#define PASSWORD_VARIABLE "DDI_SMTP_PASSWORD"

void
ddi_mail_settings_clear (DdiMailSettings *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, ddi_secret_unref);
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

static DdiSecret *
find_password (const char *url, const char *user)
{
  const char *given = g_getenv (PASSWORD_VARIABLE);
  g_autofree char *whose = g_strdup_printf ("%s %s", url, user);

  return given ? ddi_secret_new (given, strlen (given)) : ddi_token_store_lookup (whose);
}

gboolean
ddi_mail_settings_load (DdiMailSettings *self, DdiDatabase *database, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (DdiRows) rows = ask (database, "settings/read-mail", NULL, cancellable, error);

  *self = (DdiMailSettings){ 0 };
  if (rows == NULL)
    return FALSE;
  if (ddi_rows_get_n (rows) == 0)
    return TRUE;
  self->url = g_strdup (ddi_rows_get_text (rows, 0, 0));
  self->from = g_strdup (ddi_rows_get_text (rows, 0, 1));
  self->user = g_strdup (ddi_rows_get_text (rows, 0, 2));
  if (self->user)
    self->password = find_password (self->url, self->user);
  return TRUE;
}

static char *
to_json (const DdiMailSettings *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "url", self->url);
  json_object_set_string_member (object, "from", self->from);
  if (self->user)
    json_object_set_string_member (object, "user", self->user);
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

gboolean
ddi_mail_settings_save (const DdiMailSettings *self, DdiDatabase *database, GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *json = NULL;
  g_autofree char *whose = self->user ? g_strdup_printf ("%s %s", self->url, self->user) : NULL;
  g_autoptr (DdiRows) rows = NULL;

  if (!ddi_mail_is_server (self->url) || !ddi_mail_is_address (self->from))
    {
      g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_ADDRESS,
                   _ ("a mail server reads smtps://mail.example.org:465, its sender shops@example.org"));
      return FALSE;
    }
  json = to_json (self);
  rows = ask (database, "settings/set", g_variant_new ("(ss)", "mail", json), cancellable, error);
  return rows && (whose == NULL || self->password == NULL ||
                  ddi_token_store_save (whose, ddi_secret_get_text (self->password), error));
}

static gboolean
check_set (const DdiMailSettings *settings, GError **error)
{
  if (settings->url == NULL)
    g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_ADDRESS,
                 _ ("no mail server is set; see dunkin-demand-cli mail set"));
  return settings->url != NULL;
}

static char *
write_text (const char *email, DdiCodeKind kind, const char *code)
{
  if (kind == DDI_CODE_INVITATION)
    return g_strdup_printf (
        /* Translators: a mail; an address, then a code, then the address again. */
        _ ("You are invited to Dunkin Demand Intelligence as %s.\n\n"
           "Your code, good for seven days and once:\n\n    %s\n\n"
           "In the program choose to connect to a server and enter your address, a password that you choose, "
           "and "
           "this code. Or, on the command line:\n\n    dunkin-demand-cli login %s --code CODE\n"),
        email, code, email);
  return g_strdup_printf (
      /* Translators: a mail; an address, then a code, then the address again. */
      _ ("A new password was asked for, for %s.\n\n"
         "Your code, good for an hour and once:\n\n    %s\n\n"
         "Enter it where you sign in, with a new password. Or, on the command line:\n\n"
         "    dunkin-demand-cli login %s --code CODE\n\n"
         "If it was not you, there is nothing to do: your password has not changed.\n"),
      email, code, email);
}

gboolean
ddi_code_mail_send (const DdiMailSettings *settings, const char *ca_file, const char *email, DdiCodeKind kind,
                    const char *code, GCancellable *cancellable, GError **error)
{
  DdiMailServer server = { .url = settings->url,
                           .from = settings->from,
                           .user = settings->user,
                           .password = settings->password ? ddi_secret_get_text (settings->password) : NULL,
                           .ca_file = ca_file };
  g_autofree char *text = write_text (email, kind, code);
  DdiMail mail = { .to = email,
                   .subject = kind == DDI_CODE_RESET ? _ ("Your code for a new password")
                                                     : _ ("Your invitation to Demand Intelligence"),
                   .text = text };

  return check_set (settings, error) && ddi_mail_send (&server, &mail, cancellable, error);
}

/* One person's code; it is made in its own transaction, so that what cannot be sent is asked for again. */
static gboolean
answer_one (const DdiMailSettings *settings, DdiDatabase *database, const char *ca_file, DdiRows *asked,
            guint i, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) code =
      ask (database, "accounts/issue-reset", g_variant_new ("(i)", (int)ddi_rows_get_int (asked, i, 0)),
           cancellable, error);
  const char *email = ddi_rows_get_text (asked, i, 1);
  g_autoptr (DdiRows) again = NULL;

  if (code == NULL)
    return FALSE;
  if (ddi_code_mail_send (settings, ca_file, email, DDI_CODE_RESET, ddi_rows_get_text (code, 0, 0),
                          cancellable, error))
    return TRUE;
  again = ask (database, "accounts/request-reset", g_variant_new ("(s)", email), NULL, NULL);
  g_prefix_error (error, "%s: ", email);
  return FALSE;
}

gboolean
ddi_code_mail_answer (DdiDatabase *database, const char *ca_file, guint *sent, GCancellable *cancellable,
                      GError **error)
{
  g_auto (DdiMailSettings) settings = { 0 };
  g_autoptr (DdiRows) asked = NULL;
  g_autoptr (GError) last = NULL;

  *sent = 0;
  if (!ddi_mail_settings_load (&settings, database, cancellable, error))
    return FALSE;
  asked = ask (database, "accounts/list-asked", NULL, cancellable, error);
  if (asked == NULL || (ddi_rows_get_n (asked) > 0 && !check_set (&settings, error)))
    return FALSE;
  for (guint i = 0; i < ddi_rows_get_n (asked); i++)
    {
      g_autoptr (GError) local = NULL;

      if (g_cancellable_is_cancelled (cancellable))
        break;
      if (answer_one (&settings, database, ca_file, asked, i, cancellable, &local))
        ++*sent;
      else
        {
          g_clear_error (&last);
          last = g_steal_pointer (&local);
        }
    }
  if (last == NULL)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  g_propagate_error (error, g_steal_pointer (&last));
  return FALSE;
}

typedef struct
{
  char *email, *code;
  DdiCodeKind kind;
} Sending;

static void
sending_free (Sending *self)
{
  g_free (self->email);
  g_free (self->code);
  g_free (self);
}

static gpointer
send_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Sending *sending = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_auto (DdiMailSettings) settings = { 0 };
  GError *error = NULL;

  if (ddi_mail_settings_load (&settings, g_task_get_source_object (task), cancellable, &error) &&
      ddi_code_mail_send (&settings, NULL, sending->email, sending->kind, sending->code, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_code_mail_send_async (DdiDatabase *database, const char *email, DdiCodeKind kind, const char *code,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (database, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  g_task_set_source_tag (task, ddi_code_mail_send_async);
  sending->email = g_strdup (email);
  sending->code = g_strdup (code);
  sending->kind = kind;
  g_task_set_task_data (task, sending, (GDestroyNotify)sending_free);
  g_thread_unref (g_thread_new ("code-mail", send_thread, task));
}

gboolean
ddi_code_mail_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
