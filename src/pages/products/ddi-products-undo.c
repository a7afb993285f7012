/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-products-undo.h"

#include <glib/gi18n-lib.h>

/* Deleted products, or one that was changed from before (NULL: nothing, it was added) to after. */
typedef struct
{
  char *title;
  GPtrArray *records;
  DdiRows *removed;
  DdiProductRecord *before;
  DdiProductRecord *after;
} Change;

static void
change_free (Change *change)
{
  g_free (change->title);
  g_clear_pointer (&change->records, g_ptr_array_unref);
  g_clear_pointer (&change->removed, ddi_rows_unref);
  g_clear_pointer (&change->before, ddi_product_record_free);
  g_clear_pointer (&change->after, ddi_product_record_free);
  g_free (change);
}

void
ddi_products_delete (GPtrArray *records, DdiUnit *unit)
{
  GVariantBuilder ids, versions;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&versions, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < records->len; i++)
    {
      const DdiProductRecord *record = records->pdata[i];

      g_variant_builder_add (&ids, "i", record->id);
      g_variant_builder_add (&versions, "i", record->row_version);
    }
  ddi_unit_add (unit, "products/delete", g_variant_new ("(aiai)", &ids, &versions));
}

/* Those that were only hidden are offered again, the others come back as they were. */
static void
bring_back (Change *change, DdiUnit *unit)
{
  GVariantBuilder hidden;
  guint n_hidden = 0;

  g_variant_builder_init (&hidden, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < ddi_rows_get_n (change->removed); i++)
    {
      int id = (int)ddi_rows_get_int (change->removed, i, 0);

      for (guint j = 0; j < change->records->len; j++)
        {
          const DdiProductRecord *record = change->records->pdata[j];

          if (record->id != id)
            continue;
          if (ddi_rows_get_boolean (change->removed, i, ddi_rows_column (change->removed, "deleted")))
            ddi_product_record_insert (record, unit);
          else if (record->active)
            {
              g_variant_builder_add (&hidden, "i", id);
              n_hidden++;
            }
        }
    }
  if (n_hidden > 0)
    ddi_unit_add (unit, "products/set-active", g_variant_new ("(aib)", &hidden, TRUE));
  else
    g_variant_builder_clear (&hidden);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Change *change = user_data;
  DdiSession *session = ddi_window_get_session (window);
  DdiOutboxNote note = { change->title, "products", NULL, DDI_DATA_PRODUCTS };
  DdiUnit *unit = ddi_unit_new ();

  if (change->removed)
    bring_back (change, unit);
  else if (change->before)
    {
      g_autoptr (DdiProductRecord) back = ddi_product_record_copy (change->before);

      /* The earlier price holds again from the day on which the later one began. */
      back->valid_from = change->after->valid_from;
      back->shops_from = change->after->shops_from;
      ddi_product_record_update (change->after, back, ddi_session_get_today (session, 0), unit);
    }
  else
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new ();

      g_ptr_array_add (records, change->after);
      ddi_products_delete (records, unit);
    }
  ddi_window_run_undo (window, &note, unit);
}

void
ddi_products_undo_insert (DdiWindow *window, const DdiProductRecord *record)
{
  g_autofree char *title = g_strdup_printf (_ ("%s added"), record->name);
  Change *change = g_new0 (Change, 1);

  change->after = ddi_product_record_copy (record);
  change->title = g_strdup (title);
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}

void
ddi_products_undo_update (DdiWindow *window, const DdiProductRecord *before, const DdiProductRecord *after)
{
  g_autofree char *title = g_strdup_printf (_ ("%s changed"), after->name);
  Change *change = g_new0 (Change, 1);

  change->before = ddi_product_record_copy (before);
  change->after = ddi_product_record_copy (after);
  change->title = g_strdup (title);
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}

void
ddi_products_undo_delete (DdiWindow *window, GPtrArray *records, DdiRows *removed)
{
  guint n_hidden = 0, n = ddi_rows_get_n (removed);
  g_autofree char *title = NULL;
  Change *change = g_new0 (Change, 1);

  for (guint i = 0; i < n; i++)
    n_hidden += !ddi_rows_get_boolean (removed, i, ddi_rows_column (removed, "deleted"));
  if (n_hidden > 0)
    title = g_strdup_printf (ngettext ("%u product is no longer offered; its figures stay",
                                       "%u products are no longer offered; their figures stay", n_hidden),
                             n_hidden);
  else
    title = g_strdup_printf (ngettext ("%u product deleted", "%u products deleted", n), n);
  change->records = g_ptr_array_ref (records);
  change->removed = ddi_rows_ref (removed);
  change->title = g_strdup (title);
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}
