/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-grid.h"

#include "tasks/ddi-import-private.h"

gboolean
ddi_import_grid_span (DdiImportPlan *plan, DdiDay *first, DdiDay *last)
{
  *first = DDI_DAY_MAX;
  *last = DDI_DAY_MIN;
  for (guint i = 0; i < plan->files->len; i++)
    {
      const DdiImportFile *file = plan->files->pdata[i];

      if (file->sheet == NULL)
        continue;
      *first = MIN (*first, file->sheet->day[0].day);
      *last = MAX (*last, file->sheet->day[DDI_SHEET_DAYS - 1].day);
    }
  if (*first > *last)
    return FALSE;
  *first = MAX (*first, *last - DDI_IMPORT_GRID_DAYS + 1);
  return TRUE;
}

static gboolean
is_shop (const DdiImportShop *shop, int store_id, const char *name)
{
  return store_id != 0 ? shop->store_id == store_id
                       : shop->store_id == 0 && g_strcmp0 (shop->name, name) == 0;
}

static int
find_shop (DdiImportGrid *self, int store_id, const char *name)
{
  for (guint i = 0; i < self->shops->len; i++)
    if (is_shop (self->shops->pdata[i], store_id, name))
      return (int)i;
  return -1;
}

/* The shops of the database, then those that the plan would make. */
static void
add_shops (DdiImportGrid *self, DdiImportPlan *plan)
{
  for (guint i = 0; i < plan->stores->len; i++)
    {
      const DdiImportShop *shop = plan->stores->pdata[i];

      g_ptr_array_add (self->shops, ddi_import_shop_new (shop->store_id, shop->name));
    }
  for (guint i = 0; i < plan->files->len; i++)
    {
      const DdiImportFile *file = plan->files->pdata[i];
      const DdiImportShop *shop = file->shops->len > 0 ? file->shops->pdata[0] : NULL;

      if (file->sheet && *shop->name && find_shop (self, shop->store_id, shop->name) < 0)
        g_ptr_array_add (self->shops, ddi_import_shop_new (shop->store_id, shop->name));
    }
}

static DdiImportCellState
state_of_text (const char *state)
{
  if (g_str_equal (state, "complete"))
    return DDI_IMPORT_CELL_RECEIVED;
  if (g_str_equal (state, "partial"))
    return DDI_IMPORT_CELL_PARTIAL;
  if (g_str_equal (state, "not_counted"))
    return DDI_IMPORT_CELL_UNSURE;
  return g_str_has_prefix (state, "closed") ? DDI_IMPORT_CELL_CLOSED : DDI_IMPORT_CELL_MISSING;
}

static void
take_days (DdiImportGrid *self, DdiRows *days)
{
  for (guint i = 0; days && i < ddi_rows_get_n (days); i++)
    {
      int shop = find_shop (self, (int)ddi_rows_get_int (days, i, 0), NULL);
      DdiDay day = ddi_rows_get_day (days, i, 1) - self->first;

      if (shop >= 0 && day >= 0 && day < (DdiDay)self->n_days)
        self->cells[(guint)shop * self->n_days + (guint)day].state =
            state_of_text (ddi_rows_get_text (days, i, 2));
    }
}

static gboolean
is_copied (const DdiImportFile *file, DdiDay day)
{
  for (guint i = 0; i < file->copies->len; i++)
    if (((DdiImportCopy *)file->copies->pdata[i])->day == day)
      return TRUE;
  return FALSE;
}

static DdiImportCellState
state_of_day (const DdiImportFile *file, int k)
{
  const DdiSheetDay *day = &file->sheet->day[k];

  if (is_copied (file, day->day))
    return DDI_IMPORT_CELL_COPY;
  if (day->state == DDI_SHEET_DAY_ALL_ZERO)
    return file->confirmed_zero[k] ? DDI_IMPORT_CELL_RECEIVED : DDI_IMPORT_CELL_UNSURE;
  return day->state == DDI_SHEET_DAY_PARTIAL ? DDI_IMPORT_CELL_PARTIAL : DDI_IMPORT_CELL_RECEIVED;
}

static void
take_sheet (DdiImportGrid *self, const DdiImportFile *file)
{
  const DdiImportShop *shop = file->shops->pdata[0];
  int row = find_shop (self, shop->store_id, shop->name);

  for (int k = 0; row >= 0 && k < DDI_SHEET_DAYS; k++)
    {
      DdiDay day = file->sheet->day[k].day - self->first;

      if (day < 0 || day >= (DdiDay)self->n_days || file->sheet->day[k].state == DDI_SHEET_DAY_NOT_STARTED)
        continue;
      self->cells[(guint)row * self->n_days + (guint)day] = (DdiImportCell){ state_of_day (file, k), TRUE };
    }
}

DdiImportGrid *
ddi_import_grid_new (DdiImportPlan *plan, DdiRows *days)
{
  DdiImportGrid *self = g_new0 (DdiImportGrid, 1);
  DdiDay last;

  self->shops = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_import_shop_free);
  if (!ddi_import_grid_span (plan, &self->first, &last))
    return self;
  self->n_days = (guint)(last - self->first + 1);
  add_shops (self, plan);
  self->cells = g_new0 (DdiImportCell, (gsize)self->shops->len * self->n_days);
  take_days (self, days);
  for (guint i = 0; i < plan->files->len; i++)
    {
      const DdiImportFile *file = plan->files->pdata[i];

      if (file->sheet)
        take_sheet (self, file);
    }
  return self;
}

void
ddi_import_grid_free (DdiImportGrid *self)
{
  g_ptr_array_unref (self->shops);
  g_free (self->cells);
  g_free (self);
}

const DdiImportCell *
ddi_import_grid_get (DdiImportGrid *self, guint shop, guint day)
{
  g_return_val_if_fail (shop < self->shops->len && day < self->n_days, NULL);
  return &self->cells[shop * self->n_days + day];
}
