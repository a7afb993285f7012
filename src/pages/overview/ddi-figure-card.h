/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One number that matters: a caption, the figure, its change against the range before, a line of
 * detail and the categories it is made of. */
#define DDI_TYPE_FIGURE_CARD (ddi_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (DdiFigureCard, ddi_figure_card, DDI, FIGURE_CARD, AdwBin)

typedef enum
{
  DDI_CHANGE_UNKNOWN,
  DDI_CHANGE_NONE, /* the same as before */
  DDI_CHANGE_BETTER,
  DDI_CHANGE_WORSE,
  DDI_CHANGE_NEUTRAL, /* neither good nor bad */
} DdiChange;

void ddi_figure_card_set_figure (DdiFigureCard *self, const char *caption, const char *figure);
/* @text is the amount ("4.2 %"); @rises says which way the arrow points. */
void ddi_figure_card_set_change (DdiFigureCard *self, DdiChange change, gboolean rises, const char *text);
/* NULL shows none. */
void ddi_figure_card_set_detail (DdiFigureCard *self, const char *detail);
void ddi_figure_card_clear_parts (DdiFigureCard *self);
void ddi_figure_card_add_part (DdiFigureCard *self, const char *name, const char *figure);

G_END_DECLS
