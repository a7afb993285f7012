/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @path as its user knows it: in a sandbox the document portal gives files and folders a path of its own, below doc/ of the
 * run-time directory, and says in an attribute where they lie; where it does not, what follows its own part is all that the
 * user can know it by. UTF-8, for display only. May read the file's attributes. (transfer full) */
char *ddi_shown_path (const char *path);

G_END_DECLS
