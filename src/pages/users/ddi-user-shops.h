/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The shops of a user, a row each in a group: whether it is theirs, and what they may do there. */
typedef struct _DdiUserShops DdiUserShops;

/* @stores: DdiStore. @ids and @roles as PostgreSQL writes arrays, "{1,3}", of one length, or NULL for nobody's; a shop
 * that is not among them has @role. */
DdiUserShops *ddi_user_shops_new (AdwPreferencesGroup *group, GListModel *stores, const char *ids,
                                  const char *roles, const char *role);
void ddi_user_shops_free (DdiUserShops *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiUserShops, ddi_user_shops_free)

guint ddi_user_shops_get_n (DdiUserShops *self);
/* The role that they have at most shops: it becomes that of every shop which had the former one. Administrators have
 * none, and nothing changes. */
void ddi_user_shops_set_role (DdiUserShops *self, const char *role);

/* Parameters of accounts/change-memberships: "ai" and "as", floating. */
GVariant *ddi_user_shops_get_stores (DdiUserShops *self);
GVariant *ddi_user_shops_get_roles (DdiUserShops *self);

G_END_DECLS
