/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-busy-report.h"

typedef struct
{
  GObject *owner;
  DdiBusyShow show;
  char *step;
  double fraction;
} Report;

static void
report_free (gpointer data)
{
  Report *self = data;

  g_object_unref (self->owner);
  g_free (self->step);
  g_free (self);
}

static gboolean
report_cb (gpointer user_data)
{
  const Report *self = user_data;

  self->show (self->owner, self->step, self->fraction);
  return G_SOURCE_REMOVE;
}

void
ddi_busy_report (gpointer owner, DdiBusyShow show, const char *step, guint done, guint total)
{
  Report *self = g_new0 (Report, 1);

  *self = (Report){ g_object_ref (owner), show, g_strdup (step), total > 0 ? (double)done / total : 0 };
  g_idle_add_full (G_PRIORITY_DEFAULT, report_cb, self, report_free);
}
