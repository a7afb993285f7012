/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-user-words.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

const char *const ddi_user_roles[] = { "store_manager", "viewer", "district_manager", "administrator", NULL };

static const struct
{
  const char *role;
  const char *name;
} names[] = {
  { "store_manager", N_ ("Store manager") },
  { "viewer", N_ ("Viewer") },
  { "district_manager", N_ ("District manager") },
  { "administrator", N_ ("Administrator") },
};

const char *
ddi_user_role_name (const char *role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (role, names[i].role) == 0)
      return _ (names[i].name);
  return _ ("No role");
}

static const char *
state_name (const char *state)
{
  if (g_strcmp0 (state, "inactive") == 0)
    return _ ("has left");
  if (g_strcmp0 (state, "invited") == 0)
    return _ ("invited, no password yet");
  return NULL;
}

char *
ddi_user_describe_seen (DdiRows *rows, guint row)
{
  int column = ddi_rows_column (rows, "last_seen");
  g_autofree char *moment = NULL;

  if (ddi_rows_is_null (rows, row, column))
    return NULL;
  moment = ddi_format_moment (ddi_rows_get_int (rows, row, column));
  /* Translators: a day and time of day. */
  return g_strdup_printf (_ ("last seen %s"), moment);
}

char *
ddi_user_describe (DdiRows *users, guint row)
{
  const char *state = ddi_rows_get_text (users, row, ddi_rows_column (users, "state"));
  const char *stores = ddi_rows_get_text (users, row, ddi_rows_column (users, "stores"));
  g_autofree char *seen = ddi_user_describe_seen (users, row);
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_strcmp0 (state, "local") == 0)
    return g_strdup (_ ("Whoever uses this computer; administrator"));
  g_string_append (text, ddi_rows_get_text (users, row, ddi_rows_column (users, "email")));
  if (g_strcmp0 (state, "inactive") != 0)
    g_string_append_printf (text, " · %s",
                            ddi_user_role_name (
                                ddi_rows_get_text (users, row, ddi_rows_column (users, "role"))));
  if (stores)
    g_string_append_printf (text, " · %s", stores);
  if (state_name (state))
    g_string_append_printf (text, " · %s", state_name (state));
  else if (seen)
    g_string_append_printf (text, " · %s", seen);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
