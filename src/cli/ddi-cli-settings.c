/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cli/ddi-cli.h"
#include "core/ddi-format.h"

/* A setting of the business: its column in session/read-settings, which is its key, and its name here. A share lies
 * within the two; a currency has none. */
static const struct
{
  const char *key;
  const char *name;
  const char *title;
  double least, most;
} settings[] = {
  { "currency", "currency", N_ ("Currency"), NAN, NAN },
  { "default_fractile", "service-level", N_ ("Service level"), 0.01, 0.99 },
  { "waste_goal", "waste-goal", N_ ("Waste goal"), 0, 1 },
  { "interval_coverage", "range", N_ ("Range of a forecast"), 0.5, 0.99 },
};

#define N_SETTINGS G_N_ELEMENTS (settings)

static void
print_text (DdiRows *rows, guint i)
{
  g_autofree char *text = isnan (settings[i].least)
                              ? g_strdup (ddi_rows_get_text (rows, 0, i))
                              : ddi_format_percent (ddi_rows_get_double (rows, 0, i), 0);

  /* Translators: a setting and its value, "Waste goal (waste-goal): 15 %". */
  g_print (_ ("%s (%s): %s\n"), _ (settings[i].title), settings[i].name, text);
}

static void
add_json (JsonBuilder *builder, DdiRows *rows, guint i)
{
  json_builder_set_member_name (builder, settings[i].key);
  if (isnan (settings[i].least))
    json_builder_add_string_value (builder, ddi_rows_get_text (rows, 0, i));
  else
    json_builder_add_double_value (builder, ddi_rows_get_double (rows, 0, i));
}

static gboolean
show (const DdiCliContext *context, DdiDatabase *database, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  ddi_unit_add (unit, "session/read-settings", NULL);
  results = ddi_database_run (database, g_steal_pointer (&unit), ddi_cli_get_cancellable (), error);
  if (results == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  for (guint i = 0; i < N_SETTINGS; i++)
    if (context->json)
      add_json (builder, results->pdata[0], i);
    else
      print_text (results->pdata[0], i);
  json_builder_end_object (builder);
  if (context->json)
    ddi_cli_print_json (builder);
  return TRUE;
}

/* "0.9" or "90%". */
static gboolean
read_share (const char *written, double *share)
{
  char *end = NULL;

  *share = g_ascii_strtod (written, &end);
  if (end == written)
    return FALSE;
  if (*end == '%')
    {
      *share /= 100;
      end++;
    }
  return *end == '\0' && isfinite (*share);
}

static gboolean
is_currency (const char *written)
{
  return strlen (written) == 3 && strspn (written, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

/* As JSON, for the table; NULL with the reason in @misuse. (transfer full) */
static char *
read_value (guint i, const char *written, char **misuse)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double share;

  if (isnan (settings[i].least))
    {
      if (is_currency (written))
        return g_strdup_printf ("\"%s\"", written);
      *misuse = g_strdup (_ ("the currency is three capital letters, as USD"));
      return NULL;
    }
  if (read_share (written, &share) && share >= settings[i].least && share <= settings[i].most)
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.6g", share));
  *misuse = g_strdup_printf (_ ("%s is a share from %g to %g, as 0.75 or 75%%"), settings[i].name,
                             settings[i].least, settings[i].most);
  return NULL;
}

static gboolean
set (DdiDatabase *database, guint i, const char *json, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, "settings/set", g_variant_new ("(ss)", settings[i].key, json));
  results = ddi_database_run (database, g_steal_pointer (&unit), ddi_cli_get_cancellable (), error);
  return results != NULL;
}

static guint
find (const char *name)
{
  guint i = 0;

  while (i < N_SETTINGS && !g_str_equal (settings[i].name, name))
    i++;
  return i;
}

DdiCliExit
ddi_cli_settings (const DdiCliContext *context, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  g_autofree char *value = NULL, *misuse = NULL;
  guint setting = N_SETTINGS;
  gboolean good;

  if (!ddi_cli_parse ("settings", "[list] | set NAME VALUE", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc == 4 && g_str_equal (argv[1], "set"))
    {
      setting = find (argv[2]);
      if (setting == N_SETTINGS)
        return ddi_cli_misuse ("settings",
                               _ ("a setting is currency, service-level, waste-goal or range, not %s"),
                               argv[2]);
      value = read_value (setting, argv[3], &misuse);
      if (value == NULL)
        return ddi_cli_misuse ("settings", "%s", misuse);
    }
  else if (argc > 1 && !(argc == 2 && g_str_equal (argv[1], "list")))
    return ddi_cli_misuse ("settings", _ ("takes list, or set NAME VALUE"));
  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("settings", "%s", error->message);
  good = (value == NULL || set (ddi_home_get_database (home), setting, value, &error)) &&
         show (context, ddi_home_get_database (home), &error);
  good = ddi_home_close (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("settings", "%s", error->message);
}
