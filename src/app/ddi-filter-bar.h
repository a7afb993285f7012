/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-page.h"

G_BEGIN_DECLS

/* The header's filter: which shop, which days. It writes into the session's filter and follows it. */
#define DDI_TYPE_FILTER_BAR (ddi_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (DdiFilterBar, ddi_filter_bar, DDI, FILTER_BAR, AdwBin)

void ddi_filter_bar_set_session (DdiFilterBar *self, DdiSession *session);
/* For where it is hidden when it does not fit: its height does not depend on its width then, as a squeezer, which asks for
 * it at any width, takes for granted. */
void ddi_filter_bar_keep_one_line (DdiFilterBar *self);
/* Which of the two are shown. */
void ddi_filter_bar_set_parts (DdiFilterBar *self, DdiPageFilter parts);

G_END_DECLS
