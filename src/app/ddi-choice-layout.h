/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays out a title and a choice, its two visible children: the choice at the end of the same line, as wide as it wants to
 * be, or in a line below where it would leave the title too little. */
#define DDI_TYPE_CHOICE_LAYOUT (ddi_choice_layout_get_type ())
G_DECLARE_FINAL_TYPE (DdiChoiceLayout, ddi_choice_layout, DDI, CHOICE_LAYOUT, GtkLayoutManager)

G_END_DECLS
