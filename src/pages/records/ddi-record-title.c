/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record-title.h"

#include <glib/gi18n-lib.h>

static const char *
find_product (DdiSession *session, int id)
{
  GListModel *products = ddi_session_get_products (session);

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) == id)
        return ddi_product_get_name (product); /* the list keeps it */
    }
  return "";
}

char *
ddi_record_dup_title (const DdiRecord *self, DdiSession *session)
{
  DdiStore *store = ddi_session_find_store (session, self->store_id);
  g_autoptr (GDateTime) date = ddi_day_to_date_time (self->day);
  /* Translators: a day, short: "Wed 25 Nov". */
  g_autofree char *day = g_date_time_format (date, _ ("%a %-d %b"));

  /* Translators: a shop, a day, a product. */
  return g_strdup_printf (_ ("%s, %s: %s"), store ? ddi_store_get_name (store) : "", day,
                          find_product (session, self->product_id));
}

char *
ddi_record_dup_place (const DdiRecord *self)
{
  g_autofree char *day = ddi_day_format (self->day);

  return g_strdup_printf ("store=%d&day=%s", self->store_id, day);
}

const char *
ddi_record_page (DdiRecordKind kind)
{
  static const char *const pages[] = {
    [DDI_RECORD_PRODUCTION] = "production",
    [DDI_RECORD_SALES] = "sales",
    [DDI_RECORD_WASTE] = "waste",
  };

  return pages[kind];
}
