/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* An activatable row for one event of events/list: its name, and what is known of it. (transfer floating) */
GtkWidget *ddi_event_row_new (DdiRows *rows, guint row);

/* "Promotion · All shops · expected +25 % · learnt +38 % ± 9, 4 times". (transfer full) */
char *ddi_event_row_describe (DdiRows *rows, guint row);

/* Whether the event is on @day. */
gboolean ddi_event_row_touches (DdiRows *rows, guint row, DdiDay day);
/* Its name in its colour, to be pressed; and where there is no room for names, the colour alone. */
GtkWidget *ddi_event_chip_new (DdiRows *rows, guint row);
GtkWidget *ddi_event_dot_new (DdiRows *rows, guint row);

G_END_DECLS
