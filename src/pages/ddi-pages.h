/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The rows of the sidebar, in their order: adding a page is adding a row. Ends with a NULL id. */
extern const DdiPageInfo ddi_pages[];
/* The window's actions that live in pages. Ends with a NULL name. */
extern const DdiCommandInfo ddi_commands[];

G_END_DECLS
