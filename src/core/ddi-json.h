/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What we write nests a handful; the plan of a statement nests two for each of its nodes. */
#define DDI_JSON_MAX_DEPTH 256

/* The one way in for JSON that is not of this very process: a file, a row, an answer of the server. json-glib recurses
 * on each bracket, and a text of nothing but brackets would end the program: no deeper than DDI_JSON_MAX_DEPTH is read.
 * Comments and texts in single quotes, which json-glib would take and RFC 8259 does not know, are refused, since
 * brackets could not be told from texts. @length: bytes, or -1 for all of @text. NULL with a JSON_PARSER_ERROR where it
 * is no JSON, and where it is empty. (transfer full) */
JsonNode *ddi_json_parse (const char *text, gssize length, GError **error);

/* Members and elements of what somebody else has written: NULL, or @missing, where there is none or it is something
 * else than is asked for. (transfer none) */
const char *ddi_json_get_text (JsonObject *object, const char *name);
double ddi_json_get_number (JsonObject *object, const char *name, double missing);
JsonArray *ddi_json_get_array (JsonObject *object, const char *name);
JsonObject *ddi_json_get_object (JsonObject *object, const char *name);
const char *ddi_json_get_text_at (JsonArray *array, guint i);
JsonObject *ddi_json_get_object_at (JsonArray *array, guint i);

G_END_DECLS
