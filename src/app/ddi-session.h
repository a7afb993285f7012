/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/ddi-generate-run.h"
#include "app/ddi-product.h"
#include "app/ddi-store.h"
#include "core/ddi-day.h"
#include "db/ddi-database.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* What the header filter asks for. Both days are included. */
typedef struct
{
  int store_id; /* 0: all shops */
  DdiDay first;
  DdiDay last;
} DdiFilter;

/* What a change touched; pages load again when it meets what they show. */
typedef enum
{
  DDI_DATA_STORES = 1 << 0,
  DDI_DATA_PRODUCTS = 1 << 1, /* prices too */
  DDI_DATA_PRODUCTION = 1 << 2,
  DDI_DATA_SALES = 1 << 3,
  DDI_DATA_WASTE = 1 << 4,
  DDI_DATA_FORECASTS = 1 << 5,
  DDI_DATA_EVENTS = 1 << 6,
  DDI_DATA_DAYS = 1 << 7, /* store_days: received, complete, closed */
  DDI_DATA_SETTINGS =
      1 << 8, /* of the business or of the desktop: how figures are shown; every page heeds it */
  DDI_DATA_ALL = 0x1ff,
  DDI_DATA_ELSEWHERE =
      1 << 9, /* with the others: it was another client, who may be at work on what we show */
} DdiData;

/* One open home as every page shares it: the database, who is at the desktop, the shops, the header's
 * filter. It hears what other clients change once it was first loaded. Main thread only.
 *
 * Signals: "filter-changed" (); "data-changed" (guint DdiData); "outbox-changed" (): what waits for the server. */
#define DDI_TYPE_SESSION (ddi_session_get_type ())
G_DECLARE_FINAL_TYPE (DdiSession, ddi_session, DDI, SESSION, GObject)

DdiSession *ddi_session_new (DdiHome *home);

DdiHome *ddi_session_get_home (DdiSession *self);
DdiDatabase *ddi_session_get_database (DdiSession *self);
int ddi_session_get_user_id (DdiSession *self);

/* Reads the shops, the products and the business's settings; before it is done there are no shops and the currency
 * is USD. Emits "data-changed" DDI_DATA_STORES where the shops differ from before. */
void ddi_session_reload_async (DdiSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean ddi_session_reload_finish (DdiSession *self, GAsyncResult *result, GError **error);

/* The shops by name, without the "all shops" entry. (element-type DdiStore) (transfer none) */
GListModel *ddi_session_get_stores (DdiSession *self);
/* NULL where there is none of this id. (transfer none) */
DdiStore *ddi_session_find_store (DdiSession *self, int id);

/* The products by name, those no longer offered last. (element-type DdiProduct) (transfer none) */
GListModel *ddi_session_get_products (DdiSession *self);

/* The columns that an administrator has added to sales and waste. (element-type DdiCustomColumn) (transfer none) */
GPtrArray *ddi_session_get_columns (DdiSession *self);

/* ISO 4217. */
const char *ddi_session_get_currency (DdiSession *self);
/* The default critical fractile where a product has no price. */
double ddi_session_get_default_fractile (DdiSession *self);
/* wasted / produced that the business aims at. */
double ddi_session_get_waste_goal (DdiSession *self);
/* The share of days that the range of a forecast is to hold, of those made from now on. */
double ddi_session_get_interval_coverage (DdiSession *self);

/* The calendar day it is now at this shop; with 0 at the first shop. */
DdiDay ddi_session_get_today (DdiSession *self, int store_id);
/* Pins today, for tests and reproducible pictures; DDI_DAY_INVALID unpins it. */
void ddi_session_set_today (DdiSession *self, DdiDay today);

/* What a person has entered: kept on this computer at once, then sent after what waits there already; see
 * ddi_outbox_run(). @unit: transfer full. @callback says what became of it. */
void ddi_session_enter_async (DdiSession *self, const DdiOutboxNote *note, DdiUnit *unit,
                              GAsyncReadyCallback callback, gpointer user_data);
DdiOutboxOutcome ddi_session_enter_finish (DdiSession *self, GAsyncResult *result, GPtrArray **results,
                                           GError **error);
/* Sends what waits, now; what was refused too, where the user wants it. It is done every few seconds anyway. */
void ddi_session_send (DdiSession *self, gboolean again);
/* NULL: nothing can wait. */
DdiOutbox *ddi_session_get_outbox (DdiSession *self);
/* After an entry was taken out of the outbox. */
void ddi_session_outbox_changed (DdiSession *self);

/* The forecasts that are being made; it is stopped with the session, which tells of what it made. (transfer none) */
DdiGenerateRun *ddi_session_get_generate_run (DdiSession *self);

/* Chains what the log has got since, without waiting; done after the first load and every few minutes anyway. */
void ddi_session_seal (DdiSession *self);

void ddi_session_get_filter (DdiSession *self, DdiFilter *filter);
void ddi_session_set_filter (DdiSession *self, const DdiFilter *filter);

/* Call it after a change has been committed. @what: DdiData flags. Where shops or products have
 * changed, their lists are read again. Changed settings are read before "data-changed" tells of them. */
void ddi_session_changed (DdiSession *self, guint what);

G_END_DECLS
