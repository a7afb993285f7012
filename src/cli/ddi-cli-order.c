/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-store.h"
#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "exchange/ddi-order-file.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-order-board.h"
#include "tasks/ddi-order-matrix-load.h"

typedef struct
{
  const DdiCliContext *context;
  DdiDatabase *database;
  DdiDay day;
  char *date;
  char *store;
  char *output;
  int store_id; /* 0: all */
} Order;

static const DdiCliColumn line_columns[] = {
  { "product", N_ ("Product"), DDI_CLI_TEXT },
  { "category", N_ ("Category"), DDI_CLI_TEXT },
  { "made_last_week", N_ ("Made last week"), DDI_CLI_INTEGER },
  { "left_behind", N_ ("Left"), DDI_CLI_INTEGER },
  { "predicted_demand", N_ ("Forecast"), DDI_CLI_INTEGER },
  { "lower_bound", N_ ("From"), DDI_CLI_INTEGER },
  { "upper_bound", N_ ("To"), DDI_CLI_INTEGER },
  /* Translators: percent of days that a forecast's range is to hold. */
  { "coverage", N_ ("Holds (%)"), DDI_CLI_INTEGER },
  { "quantity", N_ ("Order"), DDI_CLI_INTEGER },
  { "status", N_ ("Status"), DDI_CLI_TEXT },
  { "changed_order", N_ ("Changed to"), DDI_CLI_INTEGER },
};

static const DdiCliColumn shop_columns[] = {
  { "store", N_ ("Shop"), DDI_CLI_TEXT },
  { "last_day", N_ ("Last count"), DDI_CLI_TEXT },
  { "predicted", N_ ("Forecast"), DDI_CLI_INTEGER },
  { "quantity", N_ ("Order"), DDI_CLI_INTEGER },
  { "last_week", N_ ("Last week"), DDI_CLI_INTEGER },
  { "n_pending", N_ ("Pending"), DDI_CLI_INTEGER },
  { "n_approved", N_ ("Approved"), DDI_CLI_INTEGER },
  { "n_rejected", N_ ("Rejected"), DDI_CLI_INTEGER },
  { "n_changed", N_ ("Changed"), DDI_CLI_INTEGER },
  { "n_missing", N_ ("Days missing"), DDI_CLI_INTEGER },
  { "n_exceptions", N_ ("To look at"), DDI_CLI_INTEGER },
};

static void
add_totals (JsonBuilder *builder, GPtrArray *totals)
{
  json_builder_set_member_name (builder, "totals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < totals->len; i++)
    {
      const DdiOrderTotal *total = totals->pdata[i];
      gboolean all = i + 1 == totals->len;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "category");
      if (all || *total->category == '\0')
        json_builder_add_null_value (builder);
      else
        json_builder_add_string_value (builder, total->category);
      json_builder_set_member_name (builder, "expected_demand");
      json_builder_add_int_value (builder, total->predicted);
      json_builder_set_member_name (builder, "order");
      json_builder_add_int_value (builder, total->quantity);
      json_builder_set_member_name (builder, "expected_waste");
      json_builder_add_int_value (builder, total->waste);
      json_builder_set_member_name (builder, "expected_lost_sales");
      json_builder_add_int_value (builder, total->lost);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_totals (GPtrArray *totals)
{
  g_print ("\n");
  for (guint i = 0; i < totals->len; i++)
    {
      const DdiOrderTotal *total = totals->pdata[i];
      gboolean all = i + 1 == totals->len;
      const char *name = all ? _ ("In all") : *total->category ? total->category : _ ("No category");
      g_autofree char *quantity = ddi_format_int (total->quantity);
      g_autofree char *predicted = ddi_format_int (total->predicted);
      g_autofree char *waste = ddi_format_int (total->waste);
      g_autofree char *lost = ddi_format_int (total->lost);

      g_print (_ ("%s: order %s, expected demand %s, expected waste %s, expected lost sales %s\n"), name,
               quantity, predicted, waste, lost);
    }
}

static void
print_rows (const Order *self, DdiRows *rows, const DdiCliColumn *columns, guint n_columns, const char *name,
            GPtrArray *totals)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!self->context->json)
    {
      ddi_cli_table_print (rows, columns, n_columns);
      print_totals (totals);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "date");
  json_builder_add_string_value (builder, self->date);
  json_builder_set_member_name (builder, name);
  ddi_cli_table_add_json (builder, rows, columns, n_columns);
  add_totals (builder, totals);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
refuse_empty (const Order *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("nothing is forecast for %s; make the forecasts with: dunkin-demand-cli generate --days N"),
               self->date);
  return FALSE;
}

static gboolean
show_shop (const Order *self, GError **error)
{
  g_autoptr (GPtrArray) results =
      ddi_database_run (self->database, ddi_order_unit (self->store_id, self->day), NULL, error);
  g_autoptr (DdiOrder) order = NULL;

  if (results == NULL)
    return FALSE;
  order = ddi_order_from_rows (results);
  if (ddi_order_get_n_lines (order) == 0)
    return refuse_empty (self, error);
  print_rows (self, results->pdata[1], line_columns, G_N_ELEMENTS (line_columns), "lines",
              ddi_order_get_totals (order));
  return TRUE;
}

static gboolean
show_board (const Order *self, GError **error)
{
  g_autoptr (GPtrArray) results =
      ddi_database_run (self->database, ddi_order_board_unit (self->day), NULL, error);
  g_autoptr (DdiOrderBoard) board = NULL;

  if (results == NULL)
    return FALSE;
  if (ddi_rows_get_n (results->pdata[1]) == 0)
    return refuse_empty (self, error);
  board = ddi_order_board_from_rows (results);
  print_rows (self, results->pdata[0], shop_columns, G_N_ELEMENTS (shop_columns), "shops",
              ddi_order_board_get_totals (board));
  return TRUE;
}

static void
print_written (const Order *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "date");
  json_builder_add_string_value (builder, self->date);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, self->output);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
write_output (const Order *self, GError **error)
{
  g_autoptr (DdiOrderMatrix) matrix =
      ddi_order_matrix_load (self->database, self->day, self->store_id, FALSE, NULL, error);

  if (matrix == NULL)
    return FALSE;
  if (ddi_order_matrix_get_n_products (matrix) == 0)
    return refuse_empty (self, error);
  if (!ddi_order_file_write (matrix, self->output, NULL, error))
    return FALSE;
  ddi_audit_note_export (self->database, "order", g_str_equal (self->output, "-") ? NULL : self->output, -1);
  if (self->context->json && !g_str_equal (self->output, "-"))
    print_written (self);
  return TRUE;
}

static gboolean
run_order (Order *self, GError **error)
{
  if (self->store)
    {
      self->store_id = ddi_cli_find_store (self->database, self->store, error);
      if (self->store_id == 0)
        return FALSE;
    }
  if (self->output)
    return write_output (self, error);
  return self->store_id ? show_shop (self, error) : show_board (self, error);
}

DdiCliExit
ddi_cli_order (const DdiCliContext *context, int argc, char **argv)
{
  Order self = { .context = context };
  GOptionEntry entries[] = {
    { "date", 0, 0, G_OPTION_ARG_STRING, &self.date, N_ ("the day of delivery"), "DATE" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &self.store, N_ ("only this shop"), "NAME" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self.output, N_ ("write .csv, .xlsx or .pdf instead"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *date = NULL;
  g_autofree char *store = NULL;
  g_autofree char *output = NULL;
  gboolean good;

  good = ddi_cli_parse ("order", NULL, entries, &argc, &argv);
  date = self.date;
  store = self.store;
  output = self.output;
  if (!good)
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("order", _ ("takes no argument: %s"), argv[1]);
  if (self.date == NULL)
    return ddi_cli_misuse ("order", _ ("needs --date YYYY-MM-DD"));
  self.day = ddi_day_parse (self.date);
  if (self.day == DDI_DAY_INVALID)
    return ddi_cli_misuse ("--date", _ ("“%s” is not a day of the form YYYY-MM-DD"), self.date);
  if (self.output && !g_str_equal (self.output, "-") && ddi_order_file_format (self.output) == NULL)
    return ddi_cli_misuse ("--output", _ ("“%s” does not end in .csv, .xlsx or .pdf"), self.output);

  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("order", "%s", error->message);
  self.database = ddi_home_get_database (home);
  good = run_order (&self, &error);
  good = ddi_cli_close_home (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("order", "%s", error->message);
}
