/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "db/ddi-db-error.h"

G_BEGIN_DECLS

DdiLoad *ddi_load_new (DdiPage *page, DdiSession *session);
/* Makes it stale: forgets the page and cancels. */
void ddi_load_retire (DdiLoad *self);

/* Shows the state that a load has come to, or for pictures any other. @error only for the two states that tell one. */
void ddi_page_settle (DdiPage *self, DdiPageState state, const GError *error);
/* What it shows is read again when it is next visited. */
void ddi_page_outdate (DdiPage *self);

G_END_DECLS
