/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-sql-dump.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/ddi-exchange-error.h"

/* No honest statement of the seven tables is longer; rows are not statements. */
#define MOST_BYTES (64 * 1024 * 1024)
/* Nor any row of whatever table: PostgreSQL makes no text of more than a gigabyte. */
#define MOST_LINE (1024 * 1024 * 1024)
/* What is looked at to know what a statement is about. */
#define HEAD 1000

typedef enum
{
  IN_SQL,
  IN_TEXT,    /* '…' */
  IN_ESCAPES, /* E'…', where a backslash escapes */
  IN_NAME,    /* "…" */
  IN_DOLLARS, /* $tag$…$tag$ */
  IN_COMMENT, /* slash and star, which nest */
} Place;

struct _DdiSqlDump
{
  GBufferedInputStream *stream;
  GString *statement, *text;
  char *line; /* being read, in @text; NULL: none */
  gsize length, at;
  Place place;
  char *tag; /* with its dollars */
  guint depth;
  gboolean in_rows;
  gboolean complete; /* it has said so */
  gboolean escapes;  /* standard_conforming_strings = off */
  GRegex *ours, *not_ours, *settings, *made;
  GHashTable *tables; /* of the seven */
  GPtrArray *left_out;
};

#define SEVEN "(users|daily_sales|forecasts|daily_waste|password_reset_tokens|products|audit_logs)"
#define OURS "(?:public\\.)?" SEVEN "\\b"
#define OUR_SEQUENCE "(?:public\\.)?" SEVEN "_\\w+"

static GRegex *
compile (const char *pattern)
{
  return g_regex_new (pattern, G_REGEX_OPTIMIZE | G_REGEX_CASELESS, 0, NULL);
}

DdiSqlDump *
ddi_sql_dump_new (GInputStream *stream)
{
  DdiSqlDump *self = g_new0 (DdiSqlDump, 1);

  self->stream = G_BUFFERED_INPUT_STREAM (g_buffered_input_stream_new_sized (stream, 1 << 18));
  self->statement = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->ours =
      compile ("^(?:CREATE TABLE (?:IF NOT EXISTS )?" OURS "|ALTER TABLE (?:IF EXISTS )?(?:ONLY )?" OURS
               "|CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?\\S+ ON (?:ONLY )?" OURS "|COPY " OURS
               "|INSERT INTO " OURS "|CREATE SEQUENCE (?:IF NOT EXISTS )?" OUR_SEQUENCE
               "|ALTER SEQUENCE (?:IF EXISTS )?" OUR_SEQUENCE " OWNED BY " OURS
               "|SELECT (?:pg_catalog\\.)?setval ?\\('" OUR_SEQUENCE "'"
               "|SET client_encoding|SET standard_conforming_strings)");
  /* Who owned it, what a tool has set on it, and policies that would hide its rows from who restores. */
  self->not_ours = compile ("^ALTER \\S+ .*(?: OWNER TO | ROW LEVEL SECURITY| REPLICA IDENTITY | CLUSTER ON "
                            "| (?:ENABLE|DISABLE) (?:REPLICA |ALWAYS )?(?:TRIGGER|RULE) )");
  self->settings = compile ("^SET standard_conforming_strings *(?:=|TO) *'?off");
  self->made = compile ("^CREATE (?:UNLOGGED |FOREIGN )?TABLE (?:IF NOT EXISTS )?(\\S+)");
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ddi_sql_dump_free (DdiSqlDump *self)
{
  g_object_unref (self->stream);
  g_string_free (self->statement, TRUE);
  g_string_free (self->text, TRUE);
  g_free (self->tag);
  g_regex_unref (self->ours);
  g_regex_unref (self->not_ours);
  g_regex_unref (self->settings);
  g_regex_unref (self->made);
  g_hash_table_unref (self->tables);
  g_ptr_array_unref (self->left_out);
  g_free (self);
}

/* Takes what is there up to the end of the line; TRUE where that is reached. */
static gboolean
take_buffered (DdiSqlDump *self)
{
  gsize n;
  const char *bytes = g_buffered_input_stream_peek_buffer (self->stream, &n);
  const char *end = n > 0 ? memchr (bytes, '\n', n) : NULL;
  gsize taken = end ? (gsize)(end - bytes) : n;

  g_string_append_len (self->text, bytes, (gssize)taken);
  g_input_stream_skip (G_INPUT_STREAM (self->stream), taken + (end != NULL), NULL, NULL);
  return end != NULL;
}

/* FALSE at the end, and with @error set. A line that has no end, as of a few bytes that unpack to gigabytes, is not
 * read to it. */
static gboolean
read_line (DdiSqlDump *self, GCancellable *cancellable, GError **error)
{
  gboolean whole = FALSE;

  g_string_truncate (self->text, 0);
  self->line = NULL;
  self->at = 0;
  while (!whole && !take_buffered (self))
    {
      gssize n;

      if (self->text->len > MOST_LINE)
        {
          g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT, _ ("a line has more than %d MB"),
                       MOST_LINE / 1024 / 1024);
          return FALSE;
        }
      n = g_buffered_input_stream_fill (self->stream, -1, cancellable, error);
      if (n < 0 || (n == 0 && self->text->len == 0))
        return FALSE;
      whole = n == 0;
    }
  self->line = self->text->str;
  self->length = self->text->len;
  return TRUE;
}

/* ---- where a statement ends ---- */

/* "$$" or "$body$" at @text; NULL: it begins none. (transfer full) */
static char *
dup_tag (const char *text, gsize n)
{
  gsize length = 1;

  while (length < n && (g_ascii_isalnum (text[length]) || text[length] == '_' || (text[length] & 0x80)))
    length++;
  return length < n && text[length] == '$' && !g_ascii_isdigit (text[1]) ? g_strndup (text, length + 1)
                                                                         : NULL;
}

static gboolean
is_word (const char *line, gsize at)
{
  return g_ascii_isalnum (line[at]) || line[at] == '_';
}

/* Takes what stands at self->at outside of quotes; TRUE where it ends the statement. */
static gboolean
take_sql (DdiSqlDump *self)
{
  const char *text = self->line + self->at;
  gsize n = self->length - self->at;
  gboolean escaped;

  switch (*text)
    {
    case ';':
      self->at++;
      return TRUE;
    case '\'':
      escaped = self->escapes || (self->at > 0 && (text[-1] == 'E' || text[-1] == 'e') &&
                                  (self->at == 1 || !is_word (self->line, self->at - 2)));
      self->place = escaped ? IN_ESCAPES : IN_TEXT;
      break;
    case '"':
      self->place = IN_NAME;
      break;
    case '$':
      self->tag = self->at > 0 && is_word (self->line, self->at - 1) ? NULL : dup_tag (text, n);
      if (self->tag)
        {
          g_string_append (self->statement, self->tag);
          self->at += strlen (self->tag);
          self->place = IN_DOLLARS;
          return FALSE;
        }
      break;
    case '-':
      if (n > 1 && text[1] == '-')
        {
          self->complete |= g_str_has_prefix (text, "-- PostgreSQL database dump complete");
          self->at = self->length;
          return FALSE;
        }
      break;
    case '/':
      if (n > 1 && text[1] == '*')
        {
          self->at += 2;
          self->depth = 1;
          self->place = IN_COMMENT;
          return FALSE;
        }
      break;
    default:
      break;
    }
  g_string_append_c (self->statement, *text);
  self->at++;
  return FALSE;
}

static void
take_quoted (DdiSqlDump *self)
{
  const char *text = self->line + self->at;
  gsize n = self->length - self->at, taken = 1;

  if (self->place == IN_ESCAPES && *text == '\\' && n > 1)
    taken = 2;
  else if (self->place == IN_DOLLARS && strncmp (text, self->tag, strlen (self->tag)) == 0)
    {
      taken = strlen (self->tag);
      g_clear_pointer (&self->tag, g_free);
      self->place = IN_SQL;
    }
  /* A quote that is doubled ends one and begins the next. */
  else if (*text == '\'' && (self->place == IN_TEXT || self->place == IN_ESCAPES))
    {
      if (n > 1 && text[1] == '\'')
        taken = 2;
      else
        self->place = IN_SQL;
    }
  else if (*text == '"' && self->place == IN_NAME)
    self->place = IN_SQL;
  g_string_append_len (self->statement, text, (gssize)taken);
  self->at += taken;
}

static void
take_comment (DdiSqlDump *self)
{
  const char *text = self->line + self->at;
  gsize n = self->length - self->at;
  gboolean opens = n > 1 && text[0] == '/' && text[1] == '*';
  gboolean closes = n > 1 && text[0] == '*' && text[1] == '/';

  self->depth += opens;
  self->depth -= closes;
  self->at += opens || closes ? 2 : 1;
  if (self->depth == 0)
    self->place = IN_SQL;
}

/* Up to a semicolon outside of quotes: TRUE, or FALSE where the line ends before. */
static gboolean
take_line (DdiSqlDump *self)
{
  while (self->at < self->length)
    if (self->place == IN_COMMENT)
      take_comment (self);
    else if (self->place != IN_SQL)
      take_quoted (self);
    else if (take_sql (self))
      return TRUE;
  g_string_append_c (self->statement, '\n');
  return FALSE;
}

static gboolean
is_blank (const GString *text)
{
  return strspn (text->str, " \t\r\n") == text->len;
}

/* FALSE at the end, and with @error set. */
static gboolean
take_statement (DdiSqlDump *self, GCancellable *cancellable, GError **error)
{
  g_string_truncate (self->statement, 0);
  for (;;)
    {
      if (self->line && take_line (self))
        return TRUE;
      if (self->statement->len > MOST_BYTES)
        {
          g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT,
                       _ ("a statement has more than %d MB"), MOST_BYTES / 1024 / 1024);
          return FALSE;
        }
      if (!read_line (self, cancellable, error))
        return FALSE;
      /* What psql itself would do. */
      if (self->place == IN_SQL && self->length > 0 && self->line[0] == '\\' && is_blank (self->statement))
        self->at = self->length;
    }
}

/* ---- what it is about ---- */

/* Its beginning with single blanks and without the quotes of names. (transfer full) */
static char *
dup_head (const GString *statement)
{
  g_autoptr (GString) head = g_string_new (NULL);

  for (gsize i = 0; i < statement->len && head->len < HEAD; i++)
    if (strchr (" \t\r\n", statement->str[i]))
      {
        if (head->len > 0 && head->str[head->len - 1] != ' ')
          g_string_append_c (head, ' ');
      }
    else if (statement->str[i] != '"')
      g_string_append_c (head, statement->str[i]);
  /* What is no UTF-8 is somebody's text, behind what is asked here. */
  return g_utf8_make_valid (head->str, (gssize)head->len);
}

static void
note_table (DdiSqlDump *self, const char *head, gboolean ours)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;

  if (!g_regex_match (self->made, head, 0, &match))
    return;
  name = g_match_info_fetch (match, 1);
  if (!ours)
    g_ptr_array_add (self->left_out, g_steal_pointer (&name));
  else
    g_hash_table_add (self->tables, g_strdup (g_str_has_prefix (name, "public.") ? name + 7 : name));
}

static gboolean
is_ours (DdiSqlDump *self, const char *head)
{
  gboolean ours = g_regex_match (self->ours, head, 0, NULL) && !g_regex_match (self->not_ours, head, 0, NULL);

  note_table (self, head, ours);
  if (g_regex_match (self->settings, head, 0, NULL))
    self->escapes = TRUE;
  return ours;
}

static gboolean
begins_copy (const char *head)
{
  return g_ascii_strncasecmp (head, "COPY ", 5) == 0;
}

/* Rows follow. However many columns are named before it: the end of the statement is looked at, not of its head. */
static gboolean
is_copy (const char *head, const GString *statement)
{
  static const char end[] = " FROM stdin";
  gsize length = statement->len, n = strlen (end);

  while (length > 0 && strchr (" \t\r\n", statement->str[length - 1]))
    length--;
  return begins_copy (head) && length > n && g_ascii_strncasecmp (statement->str + length - n, end, n) == 0;
}

static gboolean
is_end_of_rows (const DdiSqlDump *self)
{
  return self->line == NULL ||
         (self->at == 0 && (g_str_equal (self->line, "\\.") || g_str_equal (self->line, "\\.\r")));
}

static gboolean
pass_rows (DdiSqlDump *self, GCancellable *cancellable, GError **error)
{
  while (self->in_rows)
    {
      if (is_end_of_rows (self))
        self->in_rows = FALSE;
      if (!read_line (self, cancellable, error))
        return error == NULL || *error == NULL;
    }
  return TRUE;
}

DdiSqlDumpPart
ddi_sql_dump_next (DdiSqlDump *self, const char **statement, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;

  while (pass_rows (self, cancellable, &local) && take_statement (self, cancellable, &local))
    {
      g_autofree char *head = dup_head (self->statement);
      gboolean copy = is_copy (head, self->statement), ours = is_ours (self, head);

      self->in_rows = copy;
      if (copy && !read_line (self, cancellable, &local))
        break;
      /* Nor what would come from a file or a program of the server. */
      if (!ours || (begins_copy (head) && !copy))
        continue;
      *statement = self->statement->str;
      return copy ? DDI_SQL_DUMP_COPY : DDI_SQL_DUMP_STATEMENT;
    }
  if (local == NULL)
    return DDI_SQL_DUMP_END;
  g_propagate_error (error, local);
  return DDI_SQL_DUMP_ERROR;
}

gssize
ddi_sql_dump_read_rows (DdiSqlDump *self, char *bytes, gsize size, GError **error)
{
  gsize n = 0;

  while (n < size && self->in_rows && !is_end_of_rows (self))
    {
      gsize part = MIN (self->length - self->at, size - n);
      GError *local = NULL;

      memcpy (bytes + n, self->line + self->at, part);
      n += part;
      self->at += part;
      if (self->at < self->length || n == size)
        break;
      bytes[n++] = '\n';
      if (read_line (self, NULL, &local))
        continue;
      if (local == NULL)
        g_set_error (&local, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT,
                     _ ("it ends in the middle of a table’s rows"));
      g_propagate_error (error, local);
      return -1;
    }
  return (gssize)n;
}

gboolean
ddi_sql_dump_is_complete (DdiSqlDump *self)
{
  return self->complete;
}

gboolean
ddi_sql_dump_has_table (DdiSqlDump *self, const char *table)
{
  return g_hash_table_contains (self->tables, table);
}

GPtrArray *
ddi_sql_dump_get_left_out (DdiSqlDump *self)
{
  return self->left_out;
}
