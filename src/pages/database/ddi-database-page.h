/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"

G_BEGIN_DECLS

/* Looking after the database, with the owner's credential: known in an embedded home, asked for on a server and kept
 * in memory for as long as the window stands. */
#define DDI_TYPE_DATABASE_PAGE (ddi_database_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabasePage, ddi_database_page, DDI, DATABASE_PAGE, DdiPage)

/* Whether there is a sub-page of this name. */
gboolean ddi_database_page_has_part (const char *name);
/* The sub-page; NULL where there is none. (transfer none) */
GtkWidget *ddi_database_page_get_part (DdiDatabasePage *self, const char *name);

G_END_DECLS
