/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Lets @button offer the reasons that others have given and the usual ones, for @text. @text must live as long as
 * @button. */
void ddi_record_offer_reasons (GtkMenuButton *button, GtkEditable *text, DdiDatabase *database,
                               GCancellable *cancellable);

G_END_DECLS
