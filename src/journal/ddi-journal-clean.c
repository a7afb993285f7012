/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/ddi-journal.h"

/* In this order: what is recognised by its surroundings goes before what is recognised by its form. */
static const struct
{
  const char *pattern, *replacement;
} rules[] = {
  /* postgresql://maria:secret@host/ */
  { "\\b([a-z]+://)[^/@\\s]+@", "\\1…@" },
  { "(?i)\\b(password|passwd|pwd|passphrase|token|secret|session|code)(\\s*[=:]\\s*)(?:\"[^\"]*\"|'[^']*'|"
    "\\S+)",
    "\\1\\2…" },
  /* What PostgreSQL quotes of a row: Key (name)=(…), Failing row contains (…). */
  { "\\)=\\(.*\\)", ")=(…)" },
  { "\\bcontains \\(.*\\)", "contains (…)" },
  { "(?i)\\b(user|role) \"[^\"]*\"", "\\1 \"…\"" },
  { "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+", "…@…" },
  { "\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b", "…" },
  /* Keys and tokens: long, with letters and digits. */
  { "\\b(?=[A-Za-z_+-]*[0-9])(?=[0-9_+-]*[A-Za-z])[A-Za-z0-9_+-]{24,}={0,2}", "…" },
};

static char *
replace_all (char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *given = text;

  if (what == NULL || *what == '\0')
    return g_steal_pointer (&given);
  parts = g_strsplit (given, what, -1);
  return g_strjoinv (with, parts);
}

/* The account's name where it stands alone: not within a word, and not a server's own. */
static char *
hide_account (char *text)
{
  const char *name = g_get_user_name ();
  g_autofree char *given = text;
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\b", escaped);
  g_autoptr (GRegex) regex = NULL;

  if (strlen (name) < 3 || g_str_equal (name, "root") || g_str_equal (name, "postgres"))
    return g_steal_pointer (&given);
  regex = g_regex_new (pattern, 0, 0, NULL);
  return g_regex_replace_literal (regex, given, -1, 0, "…", 0, NULL);
}

char *
ddi_journal_clean (const char *text)
{
  char *clean = g_utf8_make_valid (text, -1);

  /* A line of its own would look like somebody else's. */
  g_strdelimit (g_strstrip (clean), "\n\r\t\v\f\x1b", ' ');
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (rules[i].pattern, 0, 0, NULL);
      g_autofree char *given = clean;

      clean = g_regex_replace (regex, given, -1, 0, rules[i].replacement, 0, NULL);
    }
  clean = replace_all (clean, g_get_home_dir (), "~");
  return hide_account (clean);
}
