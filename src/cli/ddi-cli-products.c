/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "tasks/ddi-product-merge.h"

typedef struct
{
  int id;
  int merge_id; /* 0: it is not merged */
  char *name;
} Product;

static void
product_clear (Product *self)
{
  g_free (self->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Product, product_clear)

static gboolean
find (DdiDatabase *database, const char *name, Product *product, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "products/find", g_variant_new ("(s)", name));
  results = ddi_database_run (database, unit, NULL, error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[0];
  if (ddi_rows_get_n (rows) == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is no product “%s”"), name);
      return FALSE;
    }
  product->id = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "id"));
  product->merge_id = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "merge_id"));
  product->name = g_strdup (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "name")));
  return TRUE;
}

static void
print (const DdiProductMerge *plan, const Product *gone, const Product *kept, int merge_id)
{
  g_autofree char *names = ddi_format_int (plan->n_names);

  g_print (merge_id > 0 ? _ ("“%s” is a part of “%s” now.\n") : _ ("“%s” would become a part of “%s”.\n"),
           gone->name, kept->name);
  for (int i = 0; i < DDI_N_MERGE_KINDS; i++)
    {
      g_autofree char *rows = ddi_format_int (plan->kinds[i].rows);
      g_autofree char *summed = ddi_format_int (plan->kinds[i].summed);

      /* Translators: "Sales: 312 rows, 14 of them summed". */
      g_print (ngettext ("%s: %s row, %s of them summed\n", "%s: %s rows, %s of them summed\n",
                         (gulong)plan->kinds[i].rows),
               ddi_product_merge_name (i), rows, summed);
    }
  g_print (ngettext ("%s name\n", "%s names\n", (gulong)plan->n_names), names);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
print_json (const DdiProductMerge *plan, const Product *gone, const Product *kept, int merge_id)
{
  static const char *const names[DDI_N_MERGE_KINDS] = { "production", "waste", "sales", "forecasts" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "merged", gone->name);
  add_text (builder, "kept", kept->name);
  for (int i = 0; i < DDI_N_MERGE_KINDS; i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_begin_object (builder);
      add_int (builder, "rows", plan->kinds[i].rows);
      add_int (builder, "summed", plan->kinds[i].summed);
      json_builder_end_object (builder);
    }
  add_int (builder, "names", plan->n_names);
  add_int (builder, "stores", plan->n_stores);
  json_builder_set_member_name (builder, "dry_run");
  json_builder_add_boolean_value (builder, merge_id == 0);
  if (merge_id > 0)
    add_int (builder, "merge", merge_id);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static DdiRows *
run_unit (DdiDatabase *database, DdiUnit *unit, GError **error)
{
  g_autoptr (GPtrArray) results = ddi_database_run (database, unit, NULL, error);

  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gboolean
merge (const DdiCliContext *context, DdiDatabase *database, char **names, gboolean dry_run, GError **error)
{
  g_auto (Product) gone = { 0 }, kept = { 0 };
  g_autoptr (DdiRows) preview = NULL, done = NULL;
  DdiUnit *unit;
  DdiProductMerge plan;

  if (!find (database, names[0], &gone, error) || !find (database, names[1], &kept, error))
    return FALSE;
  unit = ddi_unit_new ();
  ddi_product_merge_ask (gone.id, kept.id, unit);
  preview = run_unit (database, unit, error);
  if (preview == NULL)
    return FALSE;
  if (!ddi_product_merge_read (&plan, gone.id, kept.id, preview))
    {
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE,
                   _ ("one of the products is not there any more; try again"));
      return FALSE;
    }
  if (!dry_run)
    {
      unit = ddi_unit_new ();
      ddi_product_merge_add (&plan, unit);
      done = run_unit (database, unit, error);
      if (done == NULL)
        return FALSE;
    }
  (context->json ? print_json : print) (&plan, &gone, &kept, done ? ddi_product_merge_get_id (done) : 0);
  return TRUE;
}

static gboolean
unmerge (const DdiCliContext *context, DdiDatabase *database, const char *name, GError **error)
{
  g_auto (Product) product = { 0 };
  g_autoptr (DdiRows) done = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  DdiUnit *unit;

  if (!find (database, name, &product, error))
    return FALSE;
  if (product.merge_id == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not merged, or you may not see its merge"), product.name);
      return FALSE;
    }
  unit = ddi_unit_new ();
  ddi_product_merge_undo (product.merge_id, unit);
  done = run_unit (database, unit, error);
  if (done == NULL)
    return FALSE;
  if (!context->json)
    {
      g_print (_ ("“%s” is a product of its own again.\n"), product.name);
      return TRUE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_text (builder, "unmerged", product.name);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return TRUE;
}

DdiCliExit
ddi_cli_products (const DdiCliContext *context, int argc, char **argv)
{
  gboolean dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("only say what merging would do"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  gboolean merging, good;

  if (!ddi_cli_parse ("products", "merge OLD NEW | unmerge OLD", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  merging = argc == 4 && g_str_equal (argv[1], "merge");
  if (!merging && !(argc == 3 && g_str_equal (argv[1], "unmerge") && !dry_run))
    return ddi_cli_misuse ("products", _ ("takes merge and two products, or unmerge and one"));
  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("products", "%s", error->message);
  good = merging ? merge (context, ddi_home_get_database (home), argv + 2, dry_run, &error)
                 : unmerge (context, ddi_home_get_database (home), argv[2], &error);
  good = ddi_home_close (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("products", "%s", error->message);
}
