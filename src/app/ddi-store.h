/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One shop, as lists and selectors show it. Immutable. */
#define DDI_TYPE_STORE (ddi_store_get_type ())
G_DECLARE_FINAL_TYPE (DdiStore, ddi_store, DDI, STORE, GObject)

/* Id 0 stands for all shops. */
DdiStore *ddi_store_new (int id, const char *name, const char *timezone);

int ddi_store_get_id (DdiStore *self);
const char *ddi_store_get_name (DdiStore *self);
/* An IANA name. */
const char *ddi_store_get_timezone (DdiStore *self);

G_END_DECLS
