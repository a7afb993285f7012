/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"

G_BEGIN_DECLS

/* Who may sign in, with what rights, and where they are signed in: for administrators. */
#define DDI_TYPE_USERS_PAGE (ddi_users_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiUsersPage, ddi_users_page, DDI, USERS_PAGE, DdiPage)

/* The rows of the users, one GtkListBoxRow each. (transfer none) */
GtkListBox *ddi_users_page_get_list (DdiUsersPage *self);

G_END_DECLS
