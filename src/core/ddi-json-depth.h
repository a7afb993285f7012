/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What we write nests a handful. */
#define DDI_JSON_MAX_DEPTH 64

/* Whether the brackets of @text nest no deeper than DDI_JSON_MAX_DEPTH, outside of strings; nothing else is checked.
 * json-glib recurses on each of them: a file of nothing but brackets would end the program, so that what comes from
 * outside is asked about first. @length: bytes, or -1 for all of it. */
gboolean ddi_json_is_shallow (const char *text, gssize length);

G_END_DECLS
