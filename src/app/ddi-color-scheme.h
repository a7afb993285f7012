/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Light, dark or as the desktop is: the windows follow the setting "color-scheme" from now on, and
 * @actions gets the action "color-scheme" whose state it is. @settings may be NULL: then neither. */
void ddi_color_scheme_follow (GSettings *settings, GActionMap *actions);

G_END_DECLS
