/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes @store hold @items by replacing only what lies between the first and the last difference, so that whoever
 * shows the list keeps what is selected in it and where it is scrolled to. @same is asked about an item of the store
 * and one of @items; the store's stays where it says TRUE. FALSE where nothing differed. */
typedef gboolean (*DdiListSameFunc) (gpointer there, gpointer item, gpointer user_data);
gboolean ddi_list_splice_changed (GListStore *store, GPtrArray *items, DdiListSameFunc same,
                                  gpointer user_data);

G_END_DECLS
