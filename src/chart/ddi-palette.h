/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue, alpha; /* 0..1, not premultiplied */
} DdiColour;

/* What a mark means; the palette says how that looks. The six series follow Okabe and Ito (2008),
 * whose colours stay apart with any colour vision. */
typedef enum
{
  DDI_INK_TEXT,
  DDI_INK_DIM,        /* captions, tick labels */
  DDI_INK_GRID,       /* hairlines */
  DDI_INK_WEEKEND,    /* shading behind Saturday and Sunday */
  DDI_INK_BACKGROUND, /* what an export is painted on, and the fill of a hollow dot */
  DDI_INK_CARD,       /* the fill of the reading card */
  DDI_INK_ACCENT,     /* the forecast */
  DDI_INK_BAND,       /* its interval */
  DDI_INK_SELECTION,
  DDI_INK_POSITIVE,
  DDI_INK_NEGATIVE,
  DDI_INK_SERIES_1,
  DDI_INK_SERIES_2,
  DDI_INK_SERIES_3,
  DDI_INK_SERIES_4,
  DDI_INK_SERIES_5,
  DDI_INK_OTHER, /* the sixth: everything else */
  DDI_N_INKS
} DdiInk;

typedef enum
{
  DDI_PALETTE_LIGHT,
  DDI_PALETTE_DARK,
  DDI_PALETTE_LIGHT_HIGH_CONTRAST,
  DDI_PALETTE_DARK_HIGH_CONTRAST,
  DDI_N_PALETTES
} DdiPaletteKind;

typedef struct
{
  DdiColour inks[DDI_N_INKS];
  double hairline; /* width of grid lines, px */
  double line;     /* width of data lines, px */
} DdiPalette;

/* Constant, owned by the program. */
const DdiPalette *ddi_palette_get (DdiPaletteKind kind);

/* The ink of the @index-th stacked series: SERIES_1 … SERIES_5, then OTHER. */
DdiInk ddi_palette_series (guint index);

void ddi_palette_use (const DdiPalette *self, cairo_t *cr, DdiInk ink);

/* WCAG 2.1 contrast ratio, 1..21, alpha ignored. */
double ddi_colour_contrast (const DdiColour *a, const DdiColour *b);

G_END_DECLS
