/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-event.h"

static const char *const names[DDI_EVENT_N_KINDS] = {
  [DDI_EVENT_HOLIDAY] = "holiday", [DDI_EVENT_SCHOOL] = "school", [DDI_EVENT_PROMOTION] = "promotion",
  [DDI_EVENT_CLOSURE] = "closure", [DDI_EVENT_LOCAL] = "local",
};

const char *
ddi_event_kind_name (DdiEventKind kind)
{
  return (unsigned)kind < DDI_EVENT_N_KINDS ? names[kind] : NULL;
}

gboolean
ddi_event_kind_parse (const char *name, DdiEventKind *kind)
{
  for (int k = 0; name && k < DDI_EVENT_N_KINDS; k++)
    if (g_str_equal (name, names[k]))
      {
        *kind = (DdiEventKind)k;
        return TRUE;
      }
  return FALSE;
}
