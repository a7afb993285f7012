/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/ddi-session.h"
#include "tasks/ddi-move.h"

G_BEGIN_DECLS

/* Says that the data of an embedded home have moved to a newer PostgreSQL (@moved), from which to which, and where the
 * former ones are kept, which can be let go for good there; or why they have not (@error). With neither, nothing. */
void ddi_upgrade_message_show (GtkWindow *window, DdiSession *session, const DdiMoveResult *moved,
                               const GError *error);

G_END_DECLS
