/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cli/ddi-cli-maintenance.h"
#include "core/ddi-format.h"
#include "tasks/ddi-archive.h"

typedef struct
{
  int years, batch;
  char *from, *to;
  gboolean back, plan;
} Options;

static gboolean
choose_range (DdiMaintenance *maintenance, const Options *options, DdiArchiveRange *range, GError **error)
{
  g_autoptr (DdiRows) state = NULL;
  int years = options->years;

  if (options->back)
    {
      *range = (DdiArchiveRange){ TRUE, options->from ? ddi_day_parse (options->from) : DDI_DAY_INVALID,
                                  options->to ? ddi_day_parse (options->to) + 1 : DDI_DAY_INVALID };
      return TRUE;
    }
  if (years == 0)
    {
      state = ddi_archive_read_state (maintenance, ddi_cli_get_cancellable (), error);
      if (state == NULL)
        return FALSE;
      years = (int)ddi_rows_get_int (state, 0, ddi_rows_column (state, "years"));
    }
  *range = ddi_archive_range_older (years, ddi_day_today (NULL));
  return TRUE;
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_day (JsonBuilder *builder, const char *name, DdiDay day)
{
  g_autofree char *text = day == DDI_DAY_INVALID ? NULL : ddi_day_format (day);

  json_builder_set_member_name (builder, name);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static gboolean
print_plan (DdiMaintenance *maintenance, const DdiCliContext *context, const DdiArchiveRange *range,
            GError **error)
{
  g_autofree DdiArchivePlan *plan =
      ddi_archive_make_plan (maintenance, range, ddi_cli_get_cancellable (), error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = plan ? ddi_archive_plan_describe (plan) : NULL;

  if (plan == NULL)
    return FALSE;
  if (!context->json)
    {
      g_print ("%s\n", text);
      return TRUE;
    }
  json_builder_begin_object (builder);
  add_int (builder, "sales", plan->sales);
  add_int (builder, "waste", plan->waste);
  add_int (builder, "bytes", plan->bytes);
  add_day (builder, "oldest", plan->oldest);
  add_day (builder, "newest", plan->newest);
  add_day (builder, "before", plan->range.before);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return TRUE;
}

/* Over and over on one line, where somebody looks on. */
static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  g_autofree char *n = ddi_format_int (done), *all = ddi_format_int (MAX (done, total));

  g_printerr ("\r\033[K%s/%s", n, all);
}

static void
print_result (const DdiCliContext *context, gboolean back, const DdiArchiveResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *sales = ddi_format_int (result->sales), *waste = ddi_format_int (result->waste);

  if (!context->json)
    {
      g_print (back ? _ ("%s sales and %s waste figures brought back.\n")
                    : _ ("%s sales and %s waste figures archived.\n"),
               sales, waste);
      return;
    }
  json_builder_begin_object (builder);
  add_int (builder, "sales", result->sales);
  add_int (builder, "waste", result->waste);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
move (DdiMaintenance *maintenance, const DdiCliContext *context, const Options *options,
      const DdiArchiveRange *range, GError **error)
{
  gboolean watched = isatty (STDERR_FILENO) && !context->json;
  DdiArchiveOptions run = { *range, options->batch, watched ? progress_cb : NULL, NULL };
  DdiArchiveResult result;
  GError *local = NULL;
  g_autofree char *moved = NULL;
  gboolean good = ddi_archive_run (maintenance, &run, &result, ddi_cli_get_cancellable (), &local);

  if (watched)
    g_printerr ("\n");
  moved = ddi_format_int (result.sales + result.waste);
  if (good)
    print_result (context, range->back, &result);
  else if (result.sales + result.waste > 0)
    g_propagate_prefixed_error (error, local,
                                _ ("%s figures were moved, and the same command goes on from there: "),
                                moved);
  else
    g_propagate_error (error, local);
  return good;
}

static gboolean
archive (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  const Options *options = data;
  DdiArchiveRange range;

  if (!choose_range (maintenance, options, &range, error))
    return FALSE;
  return options->plan ? print_plan (maintenance, context, &range, error)
                       : move (maintenance, context, options, &range, error);
}

static gboolean
is_day (const char *text)
{
  return text == NULL || ddi_day_parse (text) != DDI_DAY_INVALID;
}

/* NULL: they can be. */
static const char *
find_misuse (const Options *options)
{
  if (!is_day (options->from) || !is_day (options->to))
    return _ ("--from and --to take a date: YYYY-MM-DD");
  if (!options->back && (options->from || options->to))
    return _ ("--from and --to go with --back");
  if (options->back && options->years)
    return _ ("--years does not go with --back; say --from and --to");
  if (options->years && (options->years < DDI_ARCHIVE_YEARS_MIN || options->years > DDI_ARCHIVE_YEARS_MAX))
    return _ ("--years takes a number from 1 to 50");
  if (options->batch < 0 || options->batch > 1000000)
    return _ ("--batch takes a number from 1 to 1000000");
  return NULL;
}

DdiCliExit
ddi_cli_archive (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *from = NULL, *to = NULL;
  Options options = { 0 };
  const char *misuse;
  const GOptionEntry entries[] = {
    { "years", 0, 0, G_OPTION_ARG_INT, &options.years,
      N_ ("archive what is older than so many years (else as the database says, at first 2)"), "N" },
    { "plan", 0, 0, G_OPTION_ARG_NONE, &options.plan, N_ ("only say what would be moved"), NULL },
    { "back", 0, 0, G_OPTION_ARG_NONE, &options.back, N_ ("bring figures back out of the archive"), NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("bring back from this day on"), N_ ("DATE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("bring back up to this day"), N_ ("DATE") },
    { "batch", 0, 0, G_OPTION_ARG_INT, &options.batch, N_ ("so many rows in a transaction"), "N" },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("archive", NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  options.from = from;
  options.to = to;
  if (argc > 1)
    return ddi_cli_misuse ("archive", _ ("takes no argument: %s"), argv[1]);
  misuse = find_misuse (&options);
  if (misuse)
    return ddi_cli_misuse ("archive", "%s", misuse);
  return ddi_cli_run_maintenance (context, "archive", archive, &options);
}
