/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Pages on a printer; in a sandbox GTK asks the desktop's print portal. */

/* How many pages it takes on paper of that size, in points. */
typedef guint (*DdiPaperCount) (gpointer paper, double width, double height);
/* Draws page 0 … n − 1, its own margins included. */
typedef void (*DdiPaperDraw) (gpointer paper, cairo_t *cr, guint page, double width, double height);

typedef struct
{
  const char *name; /* what a printer calls it */
  double width,
      height; /* the shape it is made for, in points: lengthwise or upright on whatever paper there is */
  DdiPaperCount count;
  DdiPaperDraw draw;
} DdiPaper;

/* What is printed, to be run with any action; @data is what the functions are called with. (transfer full) */
GtkPrintOperation *ddi_print_operation_new (const DdiPaper *paper, gpointer data, GDestroyNotify free_data);

/* For a page that is always drawn the same size: makes it as large as the paper allows, in its middle. */
void ddi_print_fit (cairo_t *cr, double own_width, double own_height, double width, double height);

/* Asks which printer and prints; @what is noted in the log of what was done, a toast tells what went wrong. Returns at
 * once. */
void ddi_print_ask (GtkPrintOperation *operation, DdiWindow *window, const char *what);
/* That it could not even be read; nothing where that was cancelled. */
void ddi_print_tell_failure (DdiWindow *window, const GError *error);

G_END_DECLS
