/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-name.h"

/* Names less alike than this are not worth a look. */
#define MIN_LIKENESS 0.55
#define MAX_PROPOSALS 5
/* A product mix must be this alike (Jaccard), and this much more than the next shop's. */
#define MIN_MIX 0.5
#define MIN_LEAD 0.1

typedef struct
{
  DdiRows *products, *stores, *sources, *mixes;
} Catalogue;

/* "Store 07 2025-11-29 (1).xlsx" → "file:store 07": what stays the same from week to week. */
char *
ddi_import_file_hint (const char *name)
{
  g_autoptr (GRegex) noise =
      g_regex_new ("\\.[a-z]+$|\\(\\d+\\)|\\d{4,}|\\d{1,4}[-_./]\\d{1,2}[-_./]\\d{1,4}|[-_]",
                   G_REGEX_CASELESS, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (noise, name, -1, 0, " ", 0, NULL);
  g_autofree char *key = ddi_name_key (bare ? bare : name);

  return *key ? g_strconcat ("file:", key, NULL) : NULL;
}

const char *
ddi_import_shop_reason_text (DdiImportShopReason reason)
{
  switch (reason)
    {
    case DDI_IMPORT_SHOP_GIVEN:
      return _ ("Chosen");
    case DDI_IMPORT_SHOP_PC_NUMBER:
      return _ ("By its PC number");
    case DDI_IMPORT_SHOP_FILE_NAME:
      return _ ("By the file’s name");
    case DDI_IMPORT_SHOP_REMEMBERED:
      return _ ("As the last file of this name");
    case DDI_IMPORT_SHOP_MIX:
      return _ ("By its products");
    case DDI_IMPORT_SHOP_ONLY:
      return _ ("The only shop");
    case DDI_IMPORT_SHOP_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

/* Products */

static void
list_products (DdiImportPlan *self, DdiRows *rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_ptr_array_set_size (self->products, 0);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int id = (int)ddi_rows_get_int (rows, i, 1);
      DdiImportName *name = g_hash_table_lookup (self->by_key, ddi_rows_get_text (rows, i, 0));

      if (name)
        {
          name->known = TRUE;
          name->product_id = id;
        }
      if (g_hash_table_add (seen, GINT_TO_POINTER (id)))
        {
          DdiImportProposal *product = g_new0 (DdiImportProposal, 1);

          product->product_id = id;
          product->name = g_strdup (ddi_rows_get_text (rows, i, 2));
          g_ptr_array_add (self->products, product);
        }
    }
}

static int
compare_likeness (gconstpointer a, gconstpointer b)
{
  const DdiImportProposal *x = a, *y = b;

  return x->likeness > y->likeness ? -1 : x->likeness < y->likeness;
}

static void
propose (DdiImportName *name, int product_id, const char *other)
{
  DdiImportProposal proposal = { product_id, NULL, ddi_name_likeness (name->written, other) };

  if (proposal.likeness < MIN_LIKENESS)
    return;
  proposal.name = g_strdup (other);
  g_array_append_val (name->proposals, proposal);
}

/* Products that are known, and the new ones that the same files name before it. */
static void
propose_products (DdiImportPlan *self, guint index)
{
  DdiImportName *name = self->names->pdata[index];

  g_array_set_size (name->proposals, 0);
  for (guint i = 0; i < self->products->len; i++)
    {
      const DdiImportProposal *product = self->products->pdata[i];

      propose (name, product->product_id, product->name);
    }
  for (guint i = 0; i < index; i++)
    {
      const DdiImportName *other = self->names->pdata[i];

      if (!other->known)
        propose (name, 0, other->written);
    }
  g_array_sort (name->proposals, compare_likeness);
  if (name->proposals->len > MAX_PROPOSALS)
    g_array_set_size (name->proposals, MAX_PROPOSALS);
}

/* Shops */

static gboolean
take_shop (DdiImportFile *file, DdiRows *stores, guint row, DdiImportShopReason reason)
{
  ddi_import_file_set_shop (file, (int)ddi_rows_get_int (stores, row, 0), ddi_rows_get_text (stores, row, 1));
  file->reason = reason;
  return TRUE;
}

static gboolean
find_store (DdiRows *stores, const char *name, guint *row)
{
  g_autofree char *key = ddi_name_key (name);

  for (*row = 0; *row < ddi_rows_get_n (stores); (*row)++)
    {
      const char *code = ddi_rows_get_text (stores, *row, 2);
      g_autofree char *other = ddi_name_key (ddi_rows_get_text (stores, *row, 1));
      g_autofree char *code_key = code ? ddi_name_key (code) : NULL;

      if (g_str_equal (key, other) || g_strcmp0 (key, code_key) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_store_id (DdiRows *stores, int id, guint *row)
{
  for (*row = 0; *row < ddi_rows_get_n (stores); (*row)++)
    if (ddi_rows_get_int (stores, *row, 0) == id)
      return TRUE;
  return FALSE;
}

static gboolean
match_number (DdiImportFile *file, Catalogue *catalogue)
{
  for (guint i = 0; file->sheet->pc_number && i < ddi_rows_get_n (catalogue->stores); i++)
    if (g_strcmp0 (file->sheet->pc_number, ddi_rows_get_text (catalogue->stores, i, 3)) == 0)
      return take_shop (file, catalogue->stores, i, DDI_IMPORT_SHOP_PC_NUMBER);
  return FALSE;
}

/* "07" stands in "store 07" but not in "store 070". */
static gboolean
contains_words (const char *text, const char *words)
{
  g_autofree char *padded = g_strconcat (" ", text, " ", NULL);
  g_autofree char *wanted = g_strconcat (" ", words, " ", NULL);

  return strstr (padded, wanted) != NULL;
}

static gboolean
match_file_name (DdiImportFile *file, Catalogue *catalogue)
{
  g_autofree char *hint = ddi_import_file_hint (file->name);
  gsize best_length = 0;
  guint best = 0;

  for (guint i = 0; hint && i < ddi_rows_get_n (catalogue->stores); i++)
    for (guint column = 1; column <= 3; column++)
      {
        const char *text = ddi_rows_get_text (catalogue->stores, i, column);
        g_autofree char *key = text ? ddi_name_key (text) : NULL;
        /* The PC number is looked for in the whole name, since the hint drops long numbers. */
        gboolean found =
            key && *key &&
            (column == 3 ? strstr (file->name, key) != NULL : contains_words (hint + strlen ("file:"), key));

        if (found && strlen (key) > best_length)
          {
            best_length = strlen (key);
            best = i;
          }
      }
  return best_length > 0 && take_shop (file, catalogue->stores, best, DDI_IMPORT_SHOP_FILE_NAME);
}

static gboolean
match_remembered (DdiImportFile *file, Catalogue *catalogue)
{
  g_autofree char *by_name = ddi_import_file_hint (file->name);
  g_autofree char *by_number =
      file->sheet->pc_number ? g_strconcat ("pc:", file->sheet->pc_number, NULL) : NULL;
  const char *hints[] = { by_number, by_name };
  guint row;

  for (gsize h = 0; h < G_N_ELEMENTS (hints); h++)
    for (guint i = 0; hints[h] && i < ddi_rows_get_n (catalogue->sources); i++)
      if (g_str_equal (hints[h], ddi_rows_get_text (catalogue->sources, i, 0)) &&
          find_store_id (catalogue->stores, (int)ddi_rows_get_int (catalogue->sources, i, 1), &row))
        return take_shop (file, catalogue->stores, row,
                          h == 0 ? DDI_IMPORT_SHOP_PC_NUMBER : DDI_IMPORT_SHOP_REMEMBERED);
  return FALSE;
}

/* Jaccard's index of the sheet's products and those the shop makes: |A ∩ B| / |A ∪ B|. */
static double
compare_mix (DdiImportFile *file, DdiRows *mixes, int store_id)
{
  g_autoptr (GHashTable) sheet = g_hash_table_new (NULL, NULL);
  guint both = 0, all;

  for (guint i = 0; i < file->names->len; i++)
    g_hash_table_add (sheet, GINT_TO_POINTER (((DdiImportName *)file->names->pdata[i])->product_id));
  all = file->names->len;
  for (guint i = 0; i < ddi_rows_get_n (mixes); i++)
    {
      if (ddi_rows_get_int (mixes, i, 0) != store_id)
        continue;
      if (g_hash_table_contains (sheet, GINT_TO_POINTER ((int)ddi_rows_get_int (mixes, i, 1))))
        both++;
      else
        all++;
    }
  return all > 0 ? (double)both / all : 0;
}

static gboolean
match_mix (DdiImportFile *file, Catalogue *catalogue)
{
  double best = 0, second = 0;
  guint best_row = 0;

  for (guint i = 0; i < ddi_rows_get_n (catalogue->stores); i++)
    {
      double mix = compare_mix (file, catalogue->mixes, (int)ddi_rows_get_int (catalogue->stores, i, 0));

      if (mix > best)
        {
          second = best;
          best = mix;
          best_row = i;
        }
      else if (mix > second)
        second = mix;
    }
  return best >= MIN_MIX && best - second >= MIN_LEAD &&
         take_shop (file, catalogue->stores, best_row, DDI_IMPORT_SHOP_MIX);
}

static void
match_sheet_shop (DdiImportFile *file, Catalogue *catalogue, const char *store)
{
  guint row;

  if (store)
    {
      if (find_store (catalogue->stores, store, &row))
        take_shop (file, catalogue->stores, row, DDI_IMPORT_SHOP_GIVEN);
      else
        ddi_import_file_set_shop (file, 0, store);
      return;
    }
  if (match_number (file, catalogue) || match_file_name (file, catalogue) ||
      match_remembered (file, catalogue) || match_mix (file, catalogue))
    return;
  if (ddi_rows_get_n (catalogue->stores) == 1)
    take_shop (file, catalogue->stores, 0, DDI_IMPORT_SHOP_ONLY);
}

static void
match_named_shops (DdiImportFile *file, Catalogue *catalogue)
{
  guint row;

  for (guint i = 0; i < file->shops->len; i++)
    {
      DdiImportShop *shop = file->shops->pdata[i];

      if (find_store (catalogue->stores, shop->name, &row))
        shop->store_id = (int)ddi_rows_get_int (catalogue->stores, row, 0);
    }
}

static GVariant *
list_hints (DdiImportPlan *self)
{
  g_autoptr (GVariantBuilder) hints = g_variant_builder_new (G_VARIANT_TYPE ("as"));

  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];
      g_autofree char *hint = ddi_import_file_hint (file->name);

      if (hint)
        g_variant_builder_add (hints, "s", hint);
      if (file->sheet && file->sheet->pc_number)
        {
          g_autofree char *number = g_strconcat ("pc:", file->sheet->pc_number, NULL);

          g_variant_builder_add (hints, "s", number);
        }
    }
  return g_variant_new ("(as)", hints);
}

static DdiDay
middle_day (DdiImportPlan *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      if (file->sheet)
        return file->sheet->day[0].day;
    }
  return 0;
}

static DdiUnit *
make_unit (DdiImportPlan *self)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autofree char *day = ddi_day_format (middle_day (self));

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "import/list-products", NULL);
  ddi_unit_add (unit, "import/list-stores", NULL);
  ddi_unit_add (unit, "import/list-sources", list_hints (self));
  ddi_unit_add (unit, "import/list-mixes", g_variant_new ("(s)", day));
  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      ddi_unit_add (unit, "import/find-digest", g_variant_new ("(s)", file->digest ? file->digest : ""));
    }
  return g_steal_pointer (&unit);
}

static void
match_file (DdiImportPlan *self, DdiImportFile *file, Catalogue *catalogue, DdiRows *digest,
            const char *store)
{
  guint row;

  if (file->error)
    return;
  if (self->kind != DDI_IMPORT_SHEET)
    match_named_shops (file, catalogue);
  else
    match_sheet_shop (file, catalogue, store);
  ddi_import_file_check_names (file);
  if (ddi_rows_get_n (digest) == 0)
    return;
  file->known_batch = (int)ddi_rows_get_int (digest, 0, 0);
  /* The very same sheet came before: it is of the shop it was of. */
  if (self->kind == DDI_IMPORT_SHEET && store == NULL &&
      find_store_id (catalogue->stores, (int)ddi_rows_get_int (digest, 0, 1), &row))
    take_shop (file, catalogue->stores, row, DDI_IMPORT_SHOP_REMEMBERED);
}

gboolean
ddi_import_match (DdiImportPlan *self, DdiDatabase *database, const char *store, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) results = ddi_import_match_added (self, database, cancellable, error)
                                      ? ddi_database_run (database, make_unit (self), cancellable, error)
                                      : NULL;
  Catalogue catalogue;

  if (results == NULL)
    return FALSE;
  catalogue = (Catalogue){ results->pdata[0], results->pdata[1], results->pdata[2], results->pdata[3] };
  g_ptr_array_set_size (self->stores, 0);
  for (guint i = 0; i < ddi_rows_get_n (catalogue.stores); i++)
    g_ptr_array_add (self->stores, ddi_import_shop_new ((int)ddi_rows_get_int (catalogue.stores, i, 0),
                                                        ddi_rows_get_text (catalogue.stores, i, 1)));
  list_products (self, catalogue.products);
  for (guint i = 0; i < self->names->len; i++)
    if (!((DdiImportName *)self->names->pdata[i])->known)
      propose_products (self, i);
  for (guint i = 0; i < self->files->len; i++)
    match_file (self, self->files->pdata[i], &catalogue, results->pdata[4 + i], store);
  return TRUE;
}
