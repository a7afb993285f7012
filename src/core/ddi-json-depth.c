/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-json-depth.h"

#include <string.h>

gboolean
ddi_json_is_shallow (const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize)length;
  gboolean quoted = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < n; i++)
    switch (text[i])
      {
      case '"':
        quoted = !quoted;
        break;
      case '\\':
        /* What it speaks of is no quotation mark. */
        i += quoted;
        break;
      case '[':
      case '{':
        if (!quoted && ++depth > DDI_JSON_MAX_DEPTH)
          return FALSE;
        break;
      case ']':
      case '}':
        if (!quoted && depth > 0)
          depth--;
        break;
      default:
        break;
      }
  return TRUE;
}
