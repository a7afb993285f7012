/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the user's locale and finds the translations: those that were installed, or those of a build
 * directory where DDI_LOCALEDIR names it. The first thing that a program's main() does. */
void ddi_locale_init (void);

G_END_DECLS
