/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-sql.h"

#include <string.h>

/* Each skip_*() gets the start of a lexical unit and returns what follows it; an unfinished one ends
 * with the text, and the server will say so. */

static const char *
skip_quoted (const char *p)
{
  char quote = *p++;

  /* A doubled quote reads as two quoted strings side by side, which is as good here. */
  while (*p && *p != quote)
    p++;
  return *p ? p + 1 : p;
}

static const char *
skip_line_comment (const char *p)
{
  return p + strcspn (p, "\n");
}

/* SQL's block comments nest. */
static const char *
skip_block_comment (const char *p)
{
  guint depth = 0;

  do
    {
      if (p[0] == '/' && p[1] == '*')
        depth++, p += 2;
      else if (p[0] == '*' && p[1] == '/')
        depth--, p += 2;
      else
        p++;
    }
  while (depth > 0 && *p);
  return p;
}

/* $$ … $$ or $tag$ … $tag$; a parameter ($1) is none. */
static const char *
skip_dollar (const char *p)
{
  const char *end = p + 1;
  g_autofree char *tag = NULL;
  const char *close;

  while (g_ascii_isalnum (*end) || *end == '_')
    end++;
  if (*end != '$' || g_ascii_isdigit (p[1]))
    return p + 1;
  tag = g_strndup (p, (gsize)(end + 1 - p));
  close = strstr (end + 1, tag);
  return close ? close + strlen (tag) : end + strlen (end);
}

static void
take (GPtrArray *statements, const char *start, const char *end, gboolean has_words)
{
  if (has_words)
    g_ptr_array_add (statements, g_strstrip (g_strndup (start, (gsize)(end - start))));
}

GStrv
ddi_sql_split (const char *text)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new ();
  const char *start = text;
  const char *p = text;
  gboolean has_words = FALSE;

  while (*p)
    if (p[0] == '-' && p[1] == '-')
      p = skip_line_comment (p);
    else if (p[0] == '/' && p[1] == '*')
      p = skip_block_comment (p);
    else if (*p == ';')
      {
        take (statements, start, p, has_words);
        start = ++p;
        has_words = FALSE;
      }
    else
      {
        has_words = has_words || !g_ascii_isspace (*p);
        if (*p == '\'' || *p == '"')
          p = skip_quoted (p);
        else if (*p == '$')
          p = skip_dollar (p);
        else
          p++;
      }
  take (statements, start, p, has_words);
  g_ptr_array_add (statements, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&statements), FALSE);
}
