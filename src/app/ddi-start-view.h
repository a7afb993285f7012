/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the window shows until a home is open: the one question of the first start, the steps of
 * opening, or why it could not be opened. Its buttons are actions of the application. */
#define DDI_TYPE_START_VIEW (ddi_start_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiStartView, ddi_start_view, DDI, START_VIEW, AdwBin)

void ddi_start_view_ask (DdiStartView *self);
/* @fraction is 0 to 1, or negative where nobody knows. */
void ddi_start_view_show_step (DdiStartView *self, const char *step, double fraction);
void ddi_start_view_show_error (DdiStartView *self, const GError *error);

G_END_DECLS
