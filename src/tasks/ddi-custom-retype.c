/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-custom-retype.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

void
ddi_custom_retype_free (DdiCustomRetype *self)
{
  g_clear_pointer (&self->examples, ddi_rows_unref);
  g_free (self);
}

static gint64
get_total (DdiRows *rows, const char *column)
{
  return ddi_rows_get_n (rows) > 0 ? ddi_rows_get_int (rows, 0, ddi_rows_column (rows, column)) : 0;
}

DdiCustomRetype *
ddi_custom_retype_from_rows (DdiRows *rows)
{
  DdiCustomRetype *self = g_new0 (DdiCustomRetype, 1);

  self->rows = get_total (rows, "rows");
  self->archived = get_total (rows, "archived");
  self->kept = get_total (rows, "kept");
  self->empty = get_total (rows, "empty");
  self->restored = get_total (rows, "restored");
  self->examples = ddi_rows_ref (rows);
  return self;
}

static void
add_line (GString *text, char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
  g_free (line);
}

/* A text can be long. */
static char *
dup_short (const char *value)
{
  return g_utf8_strlen (value, -1) <= 40
             ? g_strdup (value)
             : g_strdup_printf ("%.*s…", (int)(g_utf8_offset_to_pointer (value, 40) - value), value);
}

/* Those that become nothing, or those that are written differently: "“some” (2), “few” (1)". NULL: none is among the
 * examples. */
static char *
list_examples (DdiRows *rows, gboolean empty)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      const char *value = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "value"));
      const char *becomes = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "becomes"));
      g_autofree char *n = ddi_format_int (ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n")));
      g_autofree char *was = value ? dup_short (value) : NULL;

      if (value == NULL || (becomes == NULL) != empty || g_strcmp0 (value, becomes) == 0)
        continue;
      if (list->len > 0)
        g_string_append (list, ", ");
      if (becomes)
        g_string_append_printf (list, "“%s” → “%s” (%s)", was, becomes, n);
      else
        g_string_append_printf (list, "“%s” (%s)", was, n);
    }
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

static char *
tell_rows (const DdiCustomRetype *self)
{
  g_autofree char *rows = ddi_format_int (self->rows), *archived = ddi_format_int (self->archived);

  if (self->archived == 0)
    return g_strdup_printf (ngettext ("%s row has a value, which is written anew.",
                                      "%s rows have a value, which is written anew.", (gulong)self->rows),
                            rows);
  return g_strdup_printf (
      ngettext ("%s row, of which %s in the archive, has a value, which is written anew.",
                "%s rows, of which %s in the archive, have a value, which is written anew.",
                (gulong)self->rows),
      rows, archived);
}

char *
ddi_custom_retype_describe (const DdiCustomRetype *self, const char *label, DdiCustomType was,
                            DdiCustomType type)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *empty = ddi_format_int (self->empty), *kept = ddi_format_int (self->kept);
  g_autofree char *restored = ddi_format_int (self->restored);
  g_autofree char *wrong = list_examples (self->examples, TRUE);
  g_autofree char *changed = list_examples (self->examples, FALSE);

  add_line (text, g_strdup_printf (_ ("“%s” is of the kind “%s” and becomes “%s”."), label,
                                   ddi_custom_type_get_title (was), ddi_custom_type_get_title (type)));
  if (self->rows == 0)
    add_line (text, g_strdup (_ ("No row has a value yet.")));
  else
    add_line (text, tell_rows (self));
  if (self->restored > 0)
    add_line (text,
              g_strdup_printf (ngettext ("%s row gets back what it was before.",
                                         "%s rows get back what they were before.", (gulong)self->restored),
                               restored));
  if (self->empty > 0)
    add_line (text, g_strdup_printf (ngettext ("In %s row the value is nothing of that kind: %s",
                                               "In %s rows the value is nothing of that kind: %s",
                                               (gulong)self->empty),
                                     empty, wrong ? wrong : "…"));
  if (changed)
    add_line (text, g_strdup_printf (_ ("Written differently: %s"), changed));
  if (self->kept > 0)
    add_line (
        text,
        g_strdup_printf (
            ngettext ("%s value is kept as it is in a removed column, until you delete that column’s values.",
                      "%s values are kept as they are in a removed column, until you delete that "
                      "column’s values.",
                      (gulong)self->kept),
            kept));
  if (self->rows > 0)
    add_line (text, g_strdup (_ (
                        "All rows are written at once or none is. Who enters values of added columns waits "
                        "meanwhile, everybody else goes on, and it can be taken back.")));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ddi_custom_retype_dup_kept (DdiCustomType was)
{
  /* Translators: a kind of values, in at most 25 letters with it: "before: Whole number". */
  return g_strdup_printf (_ ("before: %s"), ddi_custom_type_get_title (was));
}

GVariant *
ddi_custom_retype_make_params (const DdiCustomColumn *column, DdiCustomType type, gint64 most)
{
  g_autofree char *kept = ddi_custom_retype_dup_kept (column->type);

  return g_variant_new ("(ssssx)", column->entity, column->name, ddi_custom_type_get_word (type), kept, most);
}
