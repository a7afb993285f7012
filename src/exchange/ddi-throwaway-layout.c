/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-throwaway-layout.h"

#include <string.h>

#include "core/ddi-name.h"

static const char *const weekdays[DDI_SHEET_DAYS] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* A row that is one of these words and has no figure heads a section. */
static const char *const sections[] = {
  "bagels",     "donuts",  "doughnuts", "muffins",  "fancies",    "munchkins",
  "croissants", "cookies", "danish",    "pastries", "sandwiches", "wraps",
};

static const struct
{
  const char *prefix;
  DdiSheetRowKind kind;
} feet[] = {
  { "tot pm", DDI_SHEET_ROW_TOTAL },          { "total pm", DDI_SHEET_ROW_TOTAL },
  { "donuts bought", DDI_SHEET_ROW_BOUGHT },  { "donuts sold", DDI_SHEET_ROW_SOLD },
  { "difference", DDI_SHEET_ROW_DIFFERENCE }, { "throwaway", DDI_SHEET_ROW_THROWAWAY },
  { "throw away", DDI_SHEET_ROW_THROWAWAY },
};

char *
ddi_throwaway_dup_name (DdiSheetGrid *grid, guint row)
{
  char *name = g_strstrip (g_strdup (ddi_sheet_grid_get_text (grid, row, 1)));

  if (*name == '\0')
    g_clear_pointer (&name, g_free);
  return name;
}

static gboolean
has_figures (DdiSheetGrid *grid, guint row)
{
  for (guint column = 2; column <= ddi_sheet_grid_get_n_columns (grid); column++)
    {
      const DdiSheetCell *cell = ddi_sheet_grid_get (grid, row, column);

      /* Formulas at the end of the row add it up; they are no figures of its own. */
      if (cell->kind == DDI_SHEET_CELL_NUMBER && !cell->formula)
        return TRUE;
    }
  return FALSE;
}

static int
find_weekday (const char *text)
{
  g_autofree char *key = *text ? ddi_name_key (text) : NULL;

  for (int i = 0; key && i < DDI_SHEET_DAYS; i++)
    if (g_str_has_prefix (key, weekdays[i]))
      return i;
  return -1;
}

static gboolean
is_label (DdiSheetGrid *grid, guint row, guint column, const char *label)
{
  const char *text = ddi_sheet_grid_get_text (grid, row, column);
  g_autofree char *key = *text ? ddi_name_key (text) : NULL;

  return g_strcmp0 (key, label) == 0;
}

static guint
count_am (DdiSheetGrid *grid, guint row)
{
  guint n = 0;

  for (guint column = 2; column <= ddi_sheet_grid_get_n_columns (grid); column++)
    n += is_label (grid, row, column, "am");
  return n;
}

static guint
count_weekdays (DdiSheetGrid *grid, guint row)
{
  guint n = 0;

  for (guint column = 2; column <= ddi_sheet_grid_get_n_columns (grid); column++)
    n += find_weekday (ddi_sheet_grid_get_text (grid, row, column)) >= 0;
  return n;
}

gboolean
ddi_throwaway_is_section (const char *name)
{
  g_autofree char *key = ddi_name_key (name);

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    if (g_str_equal (key, sections[i]))
      return TRUE;
  return FALSE;
}

static DdiSheetRowKind
classify_named (DdiSheetGrid *grid, guint row, const char *name)
{
  g_autofree char *key = ddi_name_key (name);

  if (g_str_has_prefix (key, "date"))
    return DDI_SHEET_ROW_DATE;
  if (strstr (key, "pc#") || strstr (key, "throw away chart"))
    return DDI_SHEET_ROW_TITLE;
  for (gsize i = 0; i < G_N_ELEMENTS (feet); i++)
    if (g_str_has_prefix (key, feet[i].prefix))
      return feet[i].kind;
  if (ddi_throwaway_is_section (name) && !has_figures (grid, row))
    return DDI_SHEET_ROW_SECTION;
  return DDI_SHEET_ROW_PRODUCT;
}

DdiSheetRowKind
ddi_throwaway_classify (DdiSheetGrid *grid, guint row)
{
  g_autofree char *name = NULL;

  if (!ddi_sheet_grid_has_row (grid, row))
    return DDI_SHEET_ROW_BLANK;
  name = ddi_throwaway_dup_name (grid, row);
  if (name)
    return classify_named (grid, row, name);
  if (count_am (grid, row) >= 2)
    return DDI_SHEET_ROW_AM_PM;
  if (count_weekdays (grid, row) >= 2)
    return DDI_SHEET_ROW_WEEKDAYS;
  return has_figures (grid, row) ? DDI_SHEET_ROW_NAMELESS : DDI_SHEET_ROW_BLANK;
}

gboolean
ddi_throwaway_read_columns (DdiSheetGrid *grid, guint row, DdiSheetColumns *columns)
{
  DdiSheetColumns found = { 0 };
  int next = 0;

  for (guint column = 2; column <= ddi_sheet_grid_get_n_columns (grid); column++)
    {
      int weekday;

      if (!is_label (grid, row, column, "am"))
        continue;
      weekday = row > 1 ? find_weekday (ddi_sheet_grid_get_text (grid, row - 1, column)) : -1;
      if (weekday < 0)
        weekday = next;
      if (weekday >= DDI_SHEET_DAYS || found.am[weekday] != 0 || !is_label (grid, row, column + 1, "pm"))
        return FALSE;
      found.am[weekday] = column;
      found.pm[weekday] = column + 1;
      next = weekday + 1;
    }
  *columns = found;
  return TRUE;
}

static char *
digits_of (const char *text)
{
  while (*text && !g_ascii_isdigit (*text))
    text++;
  return *text ? g_strndup (text, strspn (text, "0123456789")) : NULL;
}

char *
ddi_throwaway_dup_pc_number (DdiSheetGrid *grid)
{
  for (guint column = 1; column <= ddi_sheet_grid_get_n_columns (grid); column++)
    {
      g_autofree char *key = ddi_name_key (ddi_sheet_grid_get_text (grid, 1, column));
      const char *label = strstr (key, "pc#");
      char *number = label ? digits_of (label) : NULL;

      if (label == NULL)
        continue;
      /* Else the number may stand in the next cell that holds something. */
      for (guint next = column + 1; number == NULL && next <= column + 4; next++)
        {
          const DdiSheetCell *cell = ddi_sheet_grid_get (grid, 1, next);

          if (cell->kind == DDI_SHEET_CELL_NUMBER && cell->number > 0 && cell->number < 1e12)
            number = g_strdup_printf ("%.0f", cell->number);
          else if (cell->kind == DDI_SHEET_CELL_TEXT)
            number = digits_of (cell->text);
        }
      return number;
    }
  return NULL;
}
