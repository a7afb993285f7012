/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-help.h"

#include <glib/gi18n-lib.h>

const DdiHelpTopic *
ddi_help_find (const char *id)
{
  for (const DdiHelpTopic *topic = ddi_help_topics; topic->id; topic++)
    if (g_strcmp0 (topic->id, id) == 0)
      return topic;
  return NULL;
}

const DdiHelpTopic *
ddi_help_find_for_page (const char *page)
{
  for (const DdiHelpTopic *topic = ddi_help_topics; topic->id && page; topic++)
    {
      g_auto (GStrv) pages = g_strsplit (topic->pages, " ", -1);

      if (g_strv_contains ((const char *const *)pages, page))
        return topic;
    }
  return ddi_help_topics;
}

gboolean
ddi_help_matches (const DdiHelpTopic *topic, const char *text)
{
  GString *all = g_string_new (_ (topic->title));
  g_autofree char *hay = NULL;

  for (const DdiHelpBlock *block = topic->blocks; block->text; block++)
    if (block->kind != DDI_HELP_PICTURE)
      g_string_append_printf (all, " %s", _ (block->text));
  hay = g_string_free (all, FALSE);
  return g_str_match_string (text, hay, TRUE);
}
