/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The keys of the program's actions, and Alt with a digit for each of the first nine @pages. */
void ddi_accels_add (GtkApplication *application, const DdiPageInfo *pages);

G_END_DECLS
