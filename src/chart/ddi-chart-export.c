/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-export.h"

#include "chart/ddi-chart-draw.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#define MARGIN 18.0
#define TITLE_GAP 9.0
#define PNG_SCALE 2.0
/* cairo's image surfaces end here. */
#define LARGEST 16000.0

DdiChartFormat
ddi_chart_format_from_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_suffix (lower, ".svg"))
    return DDI_CHART_FORMAT_SVG;
  return g_str_has_suffix (lower, ".pdf") ? DDI_CHART_FORMAT_PDF : DDI_CHART_FORMAT_PNG;
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
surface_new (DdiChart *chart, DdiChartFormat format, double width, double height, GByteArray *bytes)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case DDI_CHART_FORMAT_SVG:
      surface = cairo_svg_surface_create_for_stream (append_cb, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case DDI_CHART_FORMAT_PDF:
      surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, width, height);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, ddi_chart_get_title (chart));
      return surface;
    case DDI_CHART_FORMAT_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(width * PNG_SCALE),
                                            (int)(height * PNG_SCALE));
      cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);
      return surface;
    }
}

static void
draw (DdiChart *chart, cairo_t *cr, double width, double height, const DdiPalette *palette)
{
  g_autoptr (PangoLayout) title = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans Bold 11");
  int title_height;

  ddi_palette_use (palette, cr, DDI_INK_BACKGROUND);
  cairo_paint (cr);
  pango_layout_set_font_description (title, font);
  pango_font_description_free (font);
  pango_layout_set_text (title, ddi_chart_get_title (chart), -1);
  pango_layout_set_ellipsize (title, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (title, (int)MAX (width - 2 * MARGIN, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (title, NULL, &title_height);
  ddi_palette_use (palette, cr, DDI_INK_TEXT);
  cairo_move_to (cr, MARGIN, MARGIN);
  pango_cairo_show_layout (cr, title);
  cairo_translate (cr, MARGIN, MARGIN + title_height + TITLE_GAP);
  ddi_chart_draw (chart, cr, width - 2 * MARGIN, height - 2 * MARGIN - title_height - TITLE_GAP, palette,
                  NULL);
}

GBytes *
ddi_chart_export (DdiChart *chart, DdiChartFormat format, double width, double height,
                  const DdiPalette *palette, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  width = CLAMP (width, 2 * MARGIN, LARGEST);
  height = CLAMP (height, 2 * MARGIN, LARGEST);
  surface = surface_new (chart, format, width, height, bytes);
  cr = cairo_create (surface);
  draw (chart, cr, width, height, palette);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == DDI_CHART_FORMAT_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR,
                   status == CAIRO_STATUS_NO_MEMORY ? G_IO_ERROR_NO_SPACE : G_IO_ERROR_FAILED,
                   _ ("The picture of “%s” could not be made: %s"), ddi_chart_get_title (chart),
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
