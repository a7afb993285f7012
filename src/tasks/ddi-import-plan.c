/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-name.h"
#include "exchange/ddi-xlsx-reader.h"

G_DEFINE_QUARK (ddi - import - error - quark, ddi_import_error)

DdiImportShop *
ddi_import_shop_new (int store_id, const char *name)
{
  DdiImportShop *self = g_new0 (DdiImportShop, 1);

  self->store_id = store_id;
  self->name = g_strdup (name);
  return self;
}

void
ddi_import_shop_free (DdiImportShop *self)
{
  g_free (self->name);
  g_free (self);
}

static void
copy_free (DdiImportCopy *self)
{
  g_free (self->store);
  g_free (self->file);
  g_free (self);
}

static void
change_free (DdiImportChange *self)
{
  g_free (self->store);
  g_free (self->product);
  g_free (self);
}

static void
proposal_clear (DdiImportProposal *self)
{
  g_free (self->name);
}

static void
name_free (DdiImportName *self)
{
  g_free (self->written);
  g_free (self->category);
  g_free (self->means);
  g_array_unref (self->proposals);
  g_free (self);
}

static void
file_free (DdiImportFile *self)
{
  g_object_unref (self->file);
  g_free (self->name);
  g_free (self->digest);
  g_free (self->same_week);
  g_clear_error (&self->error);
  g_clear_pointer (&self->sheet, ddi_throwaway_sheet_free);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_clear_pointer (&self->added_at, g_array_unref);
  g_clear_pointer (&self->sales, ddi_sales_file_free);
  g_clear_pointer (&self->events, ddi_event_file_free);
  g_clear_pointer (&self->weather, ddi_weather_file_free);
  g_ptr_array_unref (self->shops);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->copies);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

static DdiImportFile *
file_new (GFile *file)
{
  DdiImportFile *self = g_new0 (DdiImportFile, 1);

  self->file = g_object_ref (file);
  self->name = g_file_get_basename (file);
  self->shops = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_import_shop_free);
  self->names = g_ptr_array_new ();
  self->copies = g_ptr_array_new_with_free_func ((GDestroyNotify)copy_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
  return self;
}

void
ddi_import_plan_free (DdiImportPlan *self)
{
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->stores);
  g_ptr_array_unref (self->products);
  g_ptr_array_unref (self->new_stores);
  g_ptr_array_unref (self->new_products);
  g_hash_table_unref (self->by_key);
  g_free (self);
}

static void
product_free (DdiImportProposal *self)
{
  proposal_clear (self);
  g_free (self);
}

static DdiImportPlan *
plan_new (DdiImportKind kind)
{
  DdiImportPlan *self = g_new0 (DdiImportPlan, 1);

  self->kind = kind;
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify)file_free);
  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify)name_free);
  self->stores = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_import_shop_free);
  self->products = g_ptr_array_new_with_free_func ((GDestroyNotify)product_free);
  self->new_stores = g_ptr_array_new_with_free_func (g_free);
  self->new_products = g_ptr_array_new_with_free_func (g_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

DdiImportName *
ddi_import_plan_add_name (DdiImportPlan *self, const char *written, const char *category, guint row)
{
  g_autofree char *key = ddi_name_key (written);
  DdiImportName *name = g_hash_table_lookup (self->by_key, key);

  if (name)
    return name;
  name = g_new0 (DdiImportName, 1);
  name->written = g_strdup (written);
  name->category = g_strdup (category);
  name->row = row;
  name->proposals = g_array_new (FALSE, FALSE, sizeof (DdiImportProposal));
  g_array_set_clear_func (name->proposals, (GDestroyNotify)proposal_clear);
  g_ptr_array_add (self->names, name);
  g_hash_table_insert (self->by_key, g_steal_pointer (&key), name);
  return name;
}

/* Reading */

static void
read_sheet (DdiImportPlan *self, DdiImportFile *file, GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = ddi_xlsx_load (file->file, cancellable, &file->error);
  g_autoptr (DdiSheetGrid) grid = NULL;

  if (bytes == NULL)
    return;
  file->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  grid = ddi_xlsx_read (bytes, file->name, cancellable, &file->error);
  if (grid)
    file->sheet = ddi_throwaway_sheet_parse (grid, file->name, &file->error);
  if (file->sheet == NULL)
    return;
  g_ptr_array_add (file->shops, ddi_import_shop_new (0, ""));
  for (guint i = 0; i < file->sheet->products->len; i++)
    {
      const DdiSheetProduct *product = file->sheet->products->pdata[i];

      g_ptr_array_add (file->names,
                       ddi_import_plan_add_name (self, product->name, product->category, product->row));
    }
}

/* A digest of what is read rather than of a second reading of a file that may be a pipe. */
static char *
digest_sales (DdiSalesFile *sales)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < sales->stores->len; i++)
    g_checksum_update (checksum, sales->stores->pdata[i], (gssize)strlen (sales->stores->pdata[i]) + 1);
  for (guint i = 0; i < sales->products->len; i++)
    g_checksum_update (checksum, sales->products->pdata[i], (gssize)strlen (sales->products->pdata[i]) + 1);
  g_checksum_update (checksum, (const guchar *)sales->rows->data,
                     (gssize)(sales->rows->len * sizeof (DdiSalesRow)));
  if (sales->revenues)
    g_checksum_update (checksum, (const guchar *)sales->revenues->data,
                       (gssize)(sales->revenues->len * sizeof (gint64)));
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
digest_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guchar *buffer = g_malloc (1 << 16);
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 1 << 16, cancellable, error)) > 0)
    g_checksum_update (checksum, buffer, n);
  return n < 0 ? NULL : g_strdup (g_checksum_get_string (checksum));
}

static char *
path_of (GFile *file)
{
  char *path = g_file_get_path (file);

  return path ? path : g_file_get_uri (file);
}

static void
read_sales (DdiImportPlan *self, DdiImportFile *file, const char *store, GCancellable *cancellable)
{
  const DdiSalesFileOptions options = { .store = store, .lenient = TRUE, .others = TRUE };
  g_autofree char *path = path_of (file->file);

  file->sales = ddi_sales_file_load (path, &options, cancellable, &file->error);
  if (file->sales == NULL)
    return;
  file->digest = digest_sales (file->sales);
  for (guint i = 0; i < file->sales->stores->len; i++)
    g_ptr_array_add (file->shops, ddi_import_shop_new (0, file->sales->stores->pdata[i]));
  for (guint i = 0; i < file->sales->products->len; i++)
    g_ptr_array_add (file->names,
                     ddi_import_plan_add_name (self, file->sales->products->pdata[i], NULL, i + 1));
}

/* Shops that events and weather name: shops[i] for the row's store, in the order of appearance. */
static void
add_shop_once (DdiImportFile *file, const char *name)
{
  if (name == NULL)
    return;
  for (guint i = 0; i < file->shops->len; i++)
    if (g_ascii_strcasecmp (((DdiImportShop *)file->shops->pdata[i])->name, name) == 0)
      return;
  g_ptr_array_add (file->shops, ddi_import_shop_new (0, name));
}

static void
read_calendar (DdiImportPlan *self, DdiImportFile *file, const char *store, GCancellable *cancellable)
{
  g_autofree char *path = path_of (file->file);

  file->digest = digest_file (file->file, cancellable, &file->error);
  if (file->error)
    return;
  if (self->kind == DDI_IMPORT_EVENTS)
    {
      file->events = ddi_event_file_load (path, TRUE, cancellable, &file->error);
      for (guint i = 0; file->events && i < file->events->rows->len; i++)
        {
          DdiEventRow *row = file->events->rows->pdata[i];

          if (row->store == NULL)
            row->store = g_strdup (store);
          add_shop_once (file, row->store);
        }
      return;
    }
  file->weather = ddi_weather_file_load (path, TRUE, cancellable, &file->error);
  for (guint i = 0; file->weather && i < file->weather->rows->len; i++)
    {
      DdiWeatherRow *row = file->weather->rows->pdata[i];

      if (row->store == NULL)
        row->store = g_strdup (store);
      add_shop_once (file, row->store);
    }
}

DdiImportPlan *
ddi_import_read (DdiImportKind kind, GPtrArray *files, const char *store, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (DdiImportPlan) self = plan_new (kind);

  for (guint i = 0; i < files->len; i++)
    {
      DdiImportFile *file = file_new (files->pdata[i]);

      g_ptr_array_add (self->files, file);
      if (kind == DDI_IMPORT_SHEET)
        read_sheet (self, file, cancellable);
      else if (kind == DDI_IMPORT_SALES)
        read_sales (self, file, store, cancellable);
      else
        read_calendar (self, file, store, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      file->included = file->error == NULL;
    }
  return g_steal_pointer (&self);
}

/* Choices */

void
ddi_import_file_set_shop (DdiImportFile *self, int store_id, const char *name)
{
  DdiImportShop *shop;

  g_return_if_fail (self->shops->len > 0);

  shop = self->shops->pdata[0];
  g_free (shop->name);
  shop->name = g_strdup (name ? name : "");
  shop->store_id = store_id;
  self->reason = DDI_IMPORT_SHOP_GIVEN;
}

void
ddi_import_name_choose (DdiImportName *self, const DdiImportProposal *proposal)
{
  self->product_id = proposal ? proposal->product_id : 0;
  g_free (self->means);
  self->means = proposal && proposal->product_id == 0 ? g_strdup (proposal->name) : NULL;
}

const DdiImportProposal *
ddi_import_name_get_best (const DdiImportName *self)
{
  const DdiImportProposal *best =
      self->proposals->len > 0 ? &g_array_index (self->proposals, DdiImportProposal, 0) : NULL;

  return best && best->likeness >= DDI_IMPORT_ALIKE ? best : NULL;
}

static char *
meaning_of (const DdiImportName *name)
{
  return name->product_id ? g_strdup_printf ("#%d", name->product_id)
                          : ddi_name_key (name->means ? name->means : name->written);
}

void
ddi_import_file_check_names (DdiImportFile *file)
{
  g_autoptr (GHashTable) by_meaning = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (file->clashing)
    {
      g_clear_error (&file->error);
      file->clashing = FALSE;
      file->included = TRUE;
    }
  for (guint i = 0; i < file->names->len && file->error == NULL; i++)
    {
      DdiImportName *name = file->names->pdata[i];
      char *meaning = meaning_of (name);
      const DdiImportName *other = g_hash_table_lookup (by_meaning, meaning);

      if (other && other != name)
        {
          g_set_error (&file->error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE,
                       _ ("%s: “%s” and “%s” are the same product; make them one in the file"), file->name,
                       other->written, name->written);
          file->clashing = TRUE;
          file->included = FALSE;
        }
      g_hash_table_insert (by_meaning, meaning, name);
    }
}

gboolean
ddi_import_file_is_copy (DdiImportFile *self)
{
  guint counted = 0;

  for (int k = 0; self->sheet && k < DDI_SHEET_DAYS; k++)
    counted += self->sheet->day[k].digest != NULL;
  return counted > 0 && self->copies->len >= counted;
}
