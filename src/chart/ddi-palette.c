/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-palette.h"

#include <math.h>

/* clang-format off */
#define RGBA(hex, a) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (a) }
#define RGB(hex) RGBA (hex, 1.0)

/* Greys and accents are Adwaita's; the series of the dark palettes are the light ones raised until
 * they stand out from the dark card. */
static const DdiPalette palettes[DDI_N_PALETTES] = {
  [DDI_PALETTE_LIGHT] = {
    .inks = {
      [DDI_INK_TEXT] = RGB (0x2e2e33),
      [DDI_INK_DIM] = RGB (0x6a6a70),
      [DDI_INK_GRID] = RGBA (0x000006, 0.10),
      [DDI_INK_WEEKEND] = RGBA (0x000006, 0.04),
      [DDI_INK_BACKGROUND] = RGB (0xffffff),
      [DDI_INK_CARD] = RGB (0xffffff),
      [DDI_INK_ACCENT] = RGB (0x1a5fb4),
      [DDI_INK_BAND] = RGBA (0x1a5fb4, 0.18),
      [DDI_INK_SELECTION] = RGBA (0x1a5fb4, 0.12),
      [DDI_INK_POSITIVE] = RGB (0x007a3d),
      [DDI_INK_NEGATIVE] = RGB (0xc01c28),
      [DDI_INK_SERIES_1] = RGB (0x0072b2),
      [DDI_INK_SERIES_2] = RGB (0xe69f00),
      [DDI_INK_SERIES_3] = RGB (0x009e73),
      [DDI_INK_SERIES_4] = RGB (0xcc79a7),
      [DDI_INK_SERIES_5] = RGB (0x56b4e9),
      [DDI_INK_OTHER] = RGB (0x999999),
    },
    .hairline = 1, .line = 2,
  },
  [DDI_PALETTE_DARK] = {
    .inks = {
      [DDI_INK_TEXT] = RGB (0xf2f2f2),
      [DDI_INK_DIM] = RGB (0xadadb1),
      [DDI_INK_GRID] = RGBA (0xffffff, 0.12),
      [DDI_INK_WEEKEND] = RGBA (0xffffff, 0.04),
      [DDI_INK_BACKGROUND] = RGB (0x363636),
      [DDI_INK_CARD] = RGB (0x242424),
      [DDI_INK_ACCENT] = RGB (0x78aeed),
      [DDI_INK_BAND] = RGBA (0x78aeed, 0.22),
      [DDI_INK_SELECTION] = RGBA (0x78aeed, 0.18),
      [DDI_INK_POSITIVE] = RGB (0x8ff0a4),
      [DDI_INK_NEGATIVE] = RGB (0xff8a80),
      [DDI_INK_SERIES_1] = RGB (0x3f97d6),
      [DDI_INK_SERIES_2] = RGB (0xf5b83d),
      [DDI_INK_SERIES_3] = RGB (0x2fbf96),
      [DDI_INK_SERIES_4] = RGB (0xe3a0c8),
      [DDI_INK_SERIES_5] = RGB (0x9ad7fb),
      [DDI_INK_OTHER] = RGB (0xa3a3a3),
    },
    .hairline = 1, .line = 2,
  },
  [DDI_PALETTE_LIGHT_HIGH_CONTRAST] = {
    .inks = {
      [DDI_INK_TEXT] = RGB (0x000000),
      [DDI_INK_DIM] = RGB (0x2b2b2b),
      [DDI_INK_GRID] = RGBA (0x000000, 0.40),
      [DDI_INK_WEEKEND] = RGBA (0x000000, 0.07),
      [DDI_INK_BACKGROUND] = RGB (0xffffff),
      [DDI_INK_CARD] = RGB (0xffffff),
      [DDI_INK_ACCENT] = RGB (0x0b3d91),
      [DDI_INK_BAND] = RGBA (0x0b3d91, 0.30),
      [DDI_INK_SELECTION] = RGBA (0x0b3d91, 0.25),
      [DDI_INK_POSITIVE] = RGB (0x005a28),
      [DDI_INK_NEGATIVE] = RGB (0x9c0010),
      [DDI_INK_SERIES_1] = RGB (0x005587),
      [DDI_INK_SERIES_2] = RGB (0xb36f00),
      [DDI_INK_SERIES_3] = RGB (0x00684b),
      [DDI_INK_SERIES_4] = RGB (0xa3427a),
      [DDI_INK_SERIES_5] = RGB (0x2b88c0),
      [DDI_INK_OTHER] = RGB (0x5c5c5c),
    },
    .hairline = 1, .line = 2.5,
  },
  [DDI_PALETTE_DARK_HIGH_CONTRAST] = {
    .inks = {
      [DDI_INK_TEXT] = RGB (0xffffff),
      [DDI_INK_DIM] = RGB (0xe0e0e0),
      [DDI_INK_GRID] = RGBA (0xffffff, 0.45),
      [DDI_INK_WEEKEND] = RGBA (0xffffff, 0.08),
      [DDI_INK_BACKGROUND] = RGB (0x1e1e1e),
      [DDI_INK_CARD] = RGB (0x000000),
      [DDI_INK_ACCENT] = RGB (0xa8cdff),
      [DDI_INK_BAND] = RGBA (0xa8cdff, 0.35),
      [DDI_INK_SELECTION] = RGBA (0xa8cdff, 0.30),
      [DDI_INK_POSITIVE] = RGB (0x9ff5b0),
      [DDI_INK_NEGATIVE] = RGB (0xffa59c),
      [DDI_INK_SERIES_1] = RGB (0x5fb2ee),
      [DDI_INK_SERIES_2] = RGB (0xffc34d),
      [DDI_INK_SERIES_3] = RGB (0x40dbaf),
      [DDI_INK_SERIES_4] = RGB (0xf2b3d8),
      [DDI_INK_SERIES_5] = RGB (0xb8e4ff),
      [DDI_INK_OTHER] = RGB (0xc4c4c4),
    },
    .hairline = 1, .line = 2.5,
  },
};

/* clang-format on */

static double
luminance (const DdiColour *colour)
{
  const double channels[] = { colour->red, colour->green, colour->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  /* WCAG 2.1, "relative luminance": the sRGB curve undone, then weighted by what the eye sees. */
  for (int i = 0; i < 3; i++)
    sum += weights[i] *
           (channels[i] <= 0.04045 ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4));
  return sum;
}

const DdiPalette *
ddi_palette_get (DdiPaletteKind kind)
{
  g_return_val_if_fail ((guint)kind < DDI_N_PALETTES, &palettes[0]);

  return &palettes[kind];
}

DdiInk
ddi_palette_series (guint index)
{
  return index < 5 ? (DdiInk)(DDI_INK_SERIES_1 + index) : DDI_INK_OTHER;
}

void
ddi_palette_use (const DdiPalette *self, cairo_t *cr, DdiInk ink)
{
  const DdiColour *c = &self->inks[ink];

  cairo_set_source_rgba (cr, c->red, c->green, c->blue, c->alpha);
}

double
ddi_colour_contrast (const DdiColour *a, const DdiColour *b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}
