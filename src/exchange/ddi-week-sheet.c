/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-week-sheet.h"

#include <string.h>

#include "exchange/ddi-throwaway-layout.h"

static void
line_free (gpointer data)
{
  DdiWeekLine *line = data;

  g_free (line->product);
  g_free (line->category);
  g_free (line);
}

DdiWeekSheet *
ddi_week_sheet_new (const char *shop, const char *pc_number, DdiDay sunday)
{
  DdiWeekSheet *self = g_new0 (DdiWeekSheet, 1);

  self->shop = g_strdup (shop);
  self->pc_number = g_strdup (pc_number);
  self->sunday = sunday;
  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

void
ddi_week_sheet_free (DdiWeekSheet *self)
{
  g_free (self->shop);
  g_free (self->pc_number);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

void
ddi_week_sheet_add (DdiWeekSheet *self, const char *product, const char *category, const gint32 *made)
{
  DdiWeekLine *line = g_new0 (DdiWeekLine, 1);

  line->product = g_strdup (product);
  line->category = g_strdup (category);
  memcpy (line->made, made, sizeof line->made);
  g_ptr_array_add (self->lines, line);
}

/* A word that the import would not read as a heading would become a product of its own. */
const char *
ddi_week_line_get_section (const DdiWeekLine *self)
{
  return self->category && ddi_throwaway_is_section (self->category) ? self->category : NULL;
}

void
ddi_week_sheet_arrange (DdiWeekSheet *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n = self->lines->len;
  g_autofree gboolean *taken = g_new0 (gboolean, MAX (n, 1));

  /* A section ends where the next one begins, so what has none must stand above all of them. */
  for (guint i = 0; i < n; i++)
    if (ddi_week_line_get_section (self->lines->pdata[i]) == NULL)
      {
        g_ptr_array_add (sorted, self->lines->pdata[i]);
        taken[i] = TRUE;
      }
  for (guint first = 0; first < n; first++)
    {
      const char *section = ddi_week_line_get_section (self->lines->pdata[first]);

      for (guint i = first; !taken[first] && i < n; i++)
        if (g_strcmp0 (ddi_week_line_get_section (self->lines->pdata[i]), section) == 0)
          g_ptr_array_add (sorted, self->lines->pdata[i]);
      for (guint i = first; i < n; i++)
        taken[i] = taken[i] || g_strcmp0 (ddi_week_line_get_section (self->lines->pdata[i]), section) == 0;
    }
  g_assert (sorted->len == n);
  memcpy (self->lines->pdata, sorted->pdata, n * sizeof (gpointer));
}

char *
ddi_week_sheet_dup_name (const DdiWeekSheet *self)
{
  g_autofree char *saturday = ddi_day_format (self->sunday + DDI_SHEET_DAYS - 1);
  char *name = g_strdup_printf ("%s week-ending %s", self->shop, saturday);

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  /* A hidden file would be lost. */
  if (*name == '.')
    *name = '-';
  return name;
}
