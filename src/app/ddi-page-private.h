/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "db/ddi-db-error.h"

G_BEGIN_DECLS

/* A quiet one leaves what is shown in view where it fails. */
DdiLoad *ddi_load_new (DdiPage *page, DdiSession *session, gboolean quiet);
gboolean ddi_load_is_quiet (DdiLoad *self);
/* Makes it stale: forgets the page and cancels. */
void ddi_load_retire (DdiLoad *self);

/* Shows the state that a load has come to, or for pictures any other. @error only for the two states that tell one. */
void ddi_page_settle (DdiPage *self, DdiPageState state, const GError *error);

G_END_DECLS
