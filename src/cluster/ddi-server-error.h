/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong with a file of the home, as a DdiClusterError. Return FALSE for `return`. */
gboolean ddi_server_error_from_errno (GError **error, int code, const char *path);

/* What a server program's last words mean: DISK where they speak of a full or read-only disk (or
 * @home has no room left, when a log could not be written either), else START with the words
 * quoted. @what is a finished sentence without its full stop. */
gboolean ddi_server_error_from_words (GError **error, const char *home, const char *what, const char *words);

G_END_DECLS
