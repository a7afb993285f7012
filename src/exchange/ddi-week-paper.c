/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "core/ddi-format.h"
#include "ddi-config.h"
#include "exchange/ddi-week-sheet.h"

#define WIDTH DDI_WEEK_SHEET_WIDTH
#define HEIGHT DDI_WEEK_SHEET_HEIGHT
#define MARGIN 30.0
#define HEAD 62.0
#define NAME 150.0
#define ROW 15.0

typedef struct
{
  const char *section; /* a heading; NULL: a line */
  const DdiWeekLine *line;
} PaperRow;

static double
column_width (void)
{
  return (WIDTH - 2 * MARGIN - NAME) / (2 * DDI_SHEET_DAYS);
}

static double
column_x (int day, gboolean left)
{
  return MARGIN + NAME + column_width () * (2 * day + (left ? 1 : 0));
}

/* @text in the middle of the row at @y, cut to @width; @align 0 left, 0.5 in the middle. */
static void
show (cairo_t *cr, const char *font, double align, double x, double y, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int text_width, text_height;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (text_width > width)
    {
      pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      text_width = (int)width;
    }
  cairo_move_to (cr, x + align * (width - text_width), y + (ROW - text_height) / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_head (cairo_t *cr, const DdiWeekSheet *week)
{
  g_autofree char *range = ddi_format_range (week->sunday, week->sunday + DDI_SHEET_DAYS - 1);
  /* Translators: a shop's number. */
  g_autofree char *number =
      week->pc_number ? g_strdup_printf (_ ("PC number %s"), week->pc_number) : g_strdup ("");
  double right = WIDTH - MARGIN - 200;

  show (cr, "Cantarell, Sans Bold 14", 0, MARGIN, MARGIN, 380, week->shop);
  show (cr, "Cantarell, Sans 10", 0, MARGIN + 390, MARGIN, 140, number);
  show (cr, "Cantarell, Sans 10", 1, right, MARGIN, 200, range);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    {
      g_autoptr (GDateTime) date = ddi_day_to_date_time (week->sunday + day);
      g_autofree char *name = g_date_time_format (date, "%a %-d");

      show (cr, "Cantarell, Sans Bold 9", 0.5, column_x (day, FALSE), MARGIN + 28, 2 * column_width (), name);
      show (cr, "Cantarell, Sans 7", 0.5, column_x (day, FALSE), MARGIN + 42, column_width (), _ ("Order"));
      show (cr, "Cantarell, Sans 7", 0.5, column_x (day, TRUE), MARGIN + 42, column_width (), _ ("Left"));
    }
}

static void
draw_box (cairo_t *cr, double x, double y)
{
  cairo_rectangle (cr, x + 2, y + 1.5, column_width () - 4, ROW - 3);
  cairo_stroke (cr);
}

static void
draw_row (cairo_t *cr, const PaperRow *row, double y)
{
  if (row->section)
    {
      show (cr, "Cantarell, Sans Bold 9", 0, MARGIN, y, NAME - 6, row->section);
      return;
    }
  show (cr, "Cantarell, Sans 9", 0, MARGIN, y, NAME - 6, row->line->product);
  cairo_save (cr);
  cairo_set_line_width (cr, 0.5);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    draw_box (cr, column_x (day, TRUE), y);
  cairo_move_to (cr, MARGIN, y + ROW);
  cairo_line_to (cr, WIDTH - MARGIN, y + ROW);
  cairo_set_source_rgb (cr, 0.85, 0.85, 0.85);
  cairo_stroke (cr);
  cairo_restore (cr);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    if (row->line->made[day] != DDI_SHEET_BLANK)
      {
        g_autofree char *text = ddi_format_int (row->line->made[day]);

        show (cr, "Cantarell, Sans Bold 9", 0.5, column_x (day, FALSE), y, column_width (), text);
      }
}

static GArray *
make_rows (const DdiWeekSheet *week)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PaperRow));
  const char *section = NULL;

  for (guint i = 0; i < week->lines->len; i++)
    {
      const DdiWeekLine *line = week->lines->pdata[i];
      const char *own = ddi_week_line_get_section (line);
      PaperRow row = { own, NULL };

      if (own && g_strcmp0 (own, section) != 0)
        g_array_append_val (rows, row);
      section = own;
      row = (PaperRow){ NULL, line };
      g_array_append_val (rows, row);
    }
  return rows;
}

static guint
rows_a_page (void)
{
  return (guint)floor ((HEIGHT - 2 * MARGIN - HEAD) / ROW);
}

guint
ddi_week_sheet_n_pages (const DdiWeekSheet *self)
{
  g_autoptr (GArray) rows = make_rows (self);

  return MAX ((rows->len + rows_a_page () - 1) / rows_a_page (), 1);
}

void
ddi_week_sheet_draw (const DdiWeekSheet *self, cairo_t *cr, guint page)
{
  g_autoptr (GArray) rows = make_rows (self);
  guint first = page * rows_a_page ();

  draw_head (cr, self);
  for (guint i = first; i < MIN (first + rows_a_page (), rows->len); i++)
    draw_row (cr, &g_array_index (rows, PaperRow, i), MARGIN + HEAD + ROW * (i - first));
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
ddi_week_sheet_write_paper (const DdiWeekSheet *self, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->shop);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "dunkin-demand " DDI_VERSION);
  for (guint page = 0; page < ddi_week_sheet_n_pages (self); page++)
    {
      ddi_week_sheet_draw (self, cr, page);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_file_set_contents (path, (const char *)bytes->data, bytes->len, error);
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("“%s” could not be drawn: %s"), path,
               cairo_status_to_string (status));
  return FALSE;
}
