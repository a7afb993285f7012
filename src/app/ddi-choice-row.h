/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An AdwComboRow that shows all of what is chosen, or 14 letters of it, below its title where both have no room in one
 * line. AdwComboRow itself leaves three letters of it where the row's subtitle is long, which on narrow screens or with
 * large text says nothing. Its title and its choice are all that it holds: no icon, no other suffix. */
#define DDI_TYPE_CHOICE_ROW (ddi_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiChoiceRow, ddi_choice_row, DDI, CHOICE_ROW, AdwComboRow)

GtkWidget *ddi_choice_row_new (void);

G_END_DECLS
