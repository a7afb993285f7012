/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-maintenance.h"

typedef struct
{
  DdiRows *rows;
  GArray *places;
  gboolean *told;
} Tree;

static const char *
get_text (const Tree *self, guint row, const char *column)
{
  return ddi_rows_get_text (self->rows, row, ddi_rows_column (self->rows, column));
}

static gboolean
is_blocked_by (const Tree *self, guint row, const char *pid)
{
  g_auto (GStrv) blockers = g_strsplit (get_text (self, row, "blocked_by"), " ", -1);

  return g_strv_contains ((const char *const *)blockers, pid);
}

static void
place (Tree *self, guint row, guint depth)
{
  const DdiSessionPlace here = { row, depth };

  if (self->told[row])
    return;
  self->told[row] = TRUE;
  g_array_append_val (self->places, here);
  if (ddi_rows_get_int (self->rows, row, ddi_rows_column (self->rows, "blocks")) == 0)
    return;
  for (guint i = 0; i < ddi_rows_get_n (self->rows); i++)
    if (is_blocked_by (self, i, get_text (self, row, "pid")))
      place (self, i, depth + 1);
}

GArray *
ddi_maintenance_order_sessions (DdiRows *sessions)
{
  guint n = ddi_rows_get_n (sessions);
  g_autofree gboolean *told = g_new0 (gboolean, n + 1);
  Tree self = { sessions, g_array_new (FALSE, FALSE, sizeof (DdiSessionPlace)), told };

  for (guint i = 0; i < n; i++)
    if (*get_text (&self, i, "blocked_by") == '\0')
      place (&self, i, 0);
  /* Two that wait for each other, until the server ends one of them, and who waits for a session of another
   * database. */
  for (guint i = 0; i < n; i++)
    place (&self, i, 0);
  return self.places;
}
