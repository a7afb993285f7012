/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/waste/ddi-goal-change.h"

#include <glib/gi18n-lib.h>

struct _DdiGoalChange
{
  DdiDay from;
  GArray *stores;   /* of gint32 */
  GPtrArray *seen;  /* (element-type utf8) */
  GPtrArray *goals; /* (element-type utf8) */
};

DdiGoalChange *
ddi_goal_change_new (DdiDay from)
{
  DdiGoalChange *self = g_new0 (DdiGoalChange, 1);

  self->from = from;
  self->stores = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->seen = g_ptr_array_new_with_free_func (g_free);
  self->goals = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ddi_goal_change_free (DdiGoalChange *self)
{
  g_array_unref (self->stores);
  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->goals);
  g_free (self);
}

void
ddi_goal_change_add (DdiGoalChange *self, int store_id, const char *seen, const char *goal)
{
  gint32 id = store_id;

  g_array_append_val (self->stores, id);
  g_ptr_array_add (self->seen, g_strdup (seen));
  g_ptr_array_add (self->goals, g_strdup (goal));
}

guint
ddi_goal_change_get_n (const DdiGoalChange *self)
{
  return self->stores->len;
}

static GVariant *
stores_param (const DdiGoalChange *self)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, self->stores->data, self->stores->len,
                                    sizeof (gint32));
}

static void
write_goals (const DdiGoalChange *self, GPtrArray *goals, GPtrArray *seen, DdiUnit *unit)
{
  g_autofree char *from = ddi_day_format (self->from);

  ddi_unit_add (unit, "waste-analysis/set-goals",
                g_variant_new ("(@ai@as@ass)", stores_param (self),
                               g_variant_new_strv ((const char *const *)goals->pdata, (gssize)goals->len),
                               g_variant_new_strv ((const char *const *)seen->pdata, (gssize)seen->len),
                               from));
}

void
ddi_goal_change_write (const DdiGoalChange *self, DdiUnit *unit)
{
  write_goals (self, self->goals, self->seen, unit);
}

char *
ddi_goal_change_dup_title (const DdiGoalChange *self)
{
  return g_strdup_printf (ngettext ("Goal of %u shop set", "Goals of %u shops set", self->stores->len),
                          self->stores->len);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  DdiGoalChange *self = user_data;
  g_autofree char *title = ddi_goal_change_dup_title (self);
  DdiOutboxNote note = { title, "waste", NULL, DDI_DATA_WASTE };
  DdiUnit *unit = ddi_unit_new ();

  write_goals (self, self->seen, self->goals, unit);
  ddi_window_run_undo (window, &note, unit);
}

void
ddi_goal_change_offer_undo (DdiGoalChange *self, DdiWindow *window)
{
  g_autofree char *title = ddi_goal_change_dup_title (self);

  ddi_window_add_undo_toast (window, title, undo_cb, self, (GDestroyNotify)ddi_goal_change_free);
}
