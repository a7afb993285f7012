/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-event.h"

G_BEGIN_DECLS

/* The history of a district: what each store sold of each product on each day, with what is known
 * about those days, the events past and planned, and the weather. A series is one store × product.
 *
 * A panel is filled by one thread and then only read, by any number of threads. It knows no database
 * and no file; whoever fills it maps its own ids to the indices that the add functions return (0, 1, …
 * in the order of adding). Adding is O(1) a row; memory is 9 bytes a series and day. */
typedef struct _DdiPanel DdiPanel;

/* What is known about one series on one day, besides the quantity sold. */
typedef enum
{
  DDI_CELL_PLAIN = 0,
  DDI_CELL_SOLD_OUT = 1 << 0,    /* nothing was left on a complete day: the quantity is a lower bound */
  DDI_CELL_CLOSED = 1 << 1,      /* the store was closed: says nothing about demand */
  DDI_CELL_NOT_COUNTED = 1 << 2, /* the quantity is not to be trusted (half-filled sheet, miscount) */
  DDI_CELL_NOT_OFFERED = 1 << 3, /* the product was not on the shelf: no evidence of demand */
} DdiCellFlags;

/* The days [first, first + n_days) are held, all cells missing (NaN) at first. */
DdiPanel *ddi_panel_new (DdiDay first, int n_days);
DdiPanel *ddi_panel_ref (DdiPanel *self);
void ddi_panel_unref (DdiPanel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiPanel, ddi_panel_unref)

/* Filling. A name that was added before gives its old index. */
int ddi_panel_add_store (DdiPanel *self, const char *name);
int ddi_panel_add_product (DdiPanel *self, const char *name, const char *category); /* category may be NULL */
int ddi_panel_add_series (DdiPanel *self, int store, int product);
/* More pieces than any shop sells in a day: a slip of the pen or the disk. */
#define DDI_PANEL_LARGEST 1e12

/* Pieces sold, >= 0; NaN is missing, which is not zero. Days outside the panel are ignored. A negative
 * quantity, an infinite one or one beyond DDI_PANEL_LARGEST is stored as not counted. */
void ddi_panel_set (DdiPanel *self, int series, DdiDay day, double quantity, DdiCellFlags flags);
/* The texts are copied; a product or category that the panel does not know concerns nobody. An event whose last day lies before its first is ignored. */
void ddi_panel_add_event (DdiPanel *self, const DdiEvent *event);
/* @store may be DDI_EVENT_ALL_STORES; days after the panel are welcome (a weather forecast). */
void ddi_panel_add_weather (DdiPanel *self, const char *measure, int store, DdiDay day, double value);

/* Optional knowledge about the future and the past. Unset: open every day, offered always. */
void ddi_panel_set_open_weekdays (DdiPanel *self, int store, unsigned mask); /* Monday is bit 0 */
void ddi_panel_set_store_life (DdiPanel *self, int store, DdiDay first,
                               DdiDay last); /* either may be DDI_DAY_INVALID */
/* Opening hours, minutes after midnight; closing may be after midnight. Unset, or both the same: not known. */
void ddi_panel_set_hours (DdiPanel *self, int store, int opens_at, int closes_at);
/* The minute at which a day's selling ended before closing: the shelf was empty (the cell is sold out too), or the
 * shop had closed. It tells something where the hours are known. */
void ddi_panel_set_ended (DdiPanel *self, int series, DdiDay day, int minute);
void ddi_panel_set_offer (DdiPanel *self, int series, DdiDay first, DdiDay last); /* the same */
/* A new product "starts like" @like (a product index) times @share, until its own sales speak. */
void ddi_panel_set_starts_like (DdiPanel *self, int series, int like, double share);

/* Reading. */
DdiDay ddi_panel_first_day (const DdiPanel *self);
int ddi_panel_n_days (const DdiPanel *self);
int ddi_panel_n_stores (const DdiPanel *self);
int ddi_panel_n_products (const DdiPanel *self);
int ddi_panel_n_series (const DdiPanel *self);
int ddi_panel_n_events (const DdiPanel *self);
const char *ddi_panel_store_name (const DdiPanel *self, int store);
const char *ddi_panel_product_name (const DdiPanel *self, int product);
const char *ddi_panel_product_category (const DdiPanel *self, int product); /* NULL: none */
/* The product of that name, or -1. */
int ddi_panel_find_product (const DdiPanel *self, const char *name);
int ddi_panel_series_store (const DdiPanel *self, int series);
int ddi_panel_series_product (const DdiPanel *self, int series);
/* The series of that pair, or -1. */
int ddi_panel_find_series (const DdiPanel *self, int store, int product);
const DdiEvent *ddi_panel_event (const DdiPanel *self, int event);
/* y[n_days] and flags[n_days] of one series, in day order; owned by the panel. */
const double *ddi_panel_quantities (const DdiPanel *self, int series);
const guint8 *ddi_panel_flags (const DdiPanel *self, int series);
/* FALSE where the store is known not to open (weekday, life) or the product not to be offered. Closure
 * events are not asked here. */
gboolean ddi_panel_may_sell (const DdiPanel *self, int series, DdiDay day);
/* The share of the opening hours that has passed at a minute of the day, 0 … 1; NaN: the hours are not known. */
double ddi_panel_open_share (const DdiPanel *self, int store, int minute);
/* ended[n_days] of one series, -1 where it is not known; NULL: never. Owned by the panel. */
const gint16 *ddi_panel_ended (const DdiPanel *self, int series);
/* The last day the product is known to be on offer there; DDI_DAY_INVALID: no end is known. */
DdiDay ddi_panel_offer_end (const DdiPanel *self, int series);
/* FALSE where the series does not start like another. */
gboolean ddi_panel_starts_like (const DdiPanel *self, int series, int *like, double *share);

int ddi_panel_n_measures (const DdiPanel *self);
const char *ddi_panel_measure_name (const DdiPanel *self, int measure);
/* The store's own value, else the district's, else NaN. */
double ddi_panel_weather (const DdiPanel *self, int measure, int store, DdiDay day);

G_END_DECLS
