/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-store.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-name.h"

static gboolean
is_called (DdiRows *rows, guint row, const char *key)
{
  for (guint column = 1; column <= 3; column++)
    if (!ddi_rows_is_null (rows, row, column))
      {
        g_autofree char *other = ddi_name_key (ddi_rows_get_text (rows, row, column));

        if (g_str_equal (other, key))
          return TRUE;
      }
  return FALSE;
}

int
ddi_cli_find_store (DdiDatabase *database, const char *name, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *key = ddi_name_key (name);

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "stores/list-names", NULL);
  results = ddi_database_run (database, unit, NULL, error);
  if (results == NULL)
    return 0;
  for (guint i = 0; i < ddi_rows_get_n (results->pdata[0]); i++)
    {
      if (is_called (results->pdata[0], i, key))
        return (int)ddi_rows_get_int (results->pdata[0], i, 0);
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", ddi_rows_get_text (results->pdata[0], i, 1));
    }
  if (known->len == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("there are no stores yet"));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("there is no store called “%s”; there are: %s"),
                 name, known->str);
  return 0;
}
