/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-query-plan.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "core/ddi-json.h"

/* A node that takes this share of the time by itself is worth a look. */
#define COSTLY 0.2

static void
free_node (DdiPlanNode *self)
{
  g_free (self->label);
  g_free (self->condition);
  g_ptr_array_unref (self->children);
  g_free (self);
}

void
ddi_query_plan_free (DdiQueryPlan *self)
{
  g_clear_pointer (&self->root, free_node);
  g_free (self);
}

static double
get_number (JsonObject *object, const char *name)
{
  return ddi_json_get_number (object, name, 0);
}

static char *
make_label (JsonObject *object)
{
  GString *text = g_string_new (ddi_json_get_text (object, "Node Type"));
  const char *index = ddi_json_get_text (object, "Index Name"),
             *relation = ddi_json_get_text (object, "Relation Name"),
             *alias = ddi_json_get_text (object, "Alias"), *cte = ddi_json_get_text (object, "CTE Name"),
             *function = ddi_json_get_text (object, "Function Name"),
             *part = ddi_json_get_text (object, "Subplan Name"),
             *operation = ddi_json_get_text (object, "Operation");

  if (operation && !g_str_equal (operation, "Select"))
    g_string_append_printf (text, " (%s)", operation);
  if (index)
    g_string_append_printf (text, " using %s", index);
  if (relation || cte || function)
    g_string_append_printf (text, " on %s", relation ? relation : cte ? cte : function);
  if (alias && relation && !g_str_equal (alias, relation))
    g_string_append_printf (text, " %s", alias);
  if (part)
    g_string_append_printf (text, " (%s)", part);
  return g_string_free (text, FALSE);
}

static char *
find_condition (JsonObject *object)
{
  static const char *const names[] = { "Index Cond", "Recheck Cond", "Hash Cond",
                                       "Merge Cond", "Join Filter",  "Filter" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (ddi_json_get_text (object, names[i]))
      return g_strdup (ddi_json_get_text (object, names[i]));
  return NULL;
}

static DdiPlanNode *
read_node (JsonObject *object, double whole)
{
  DdiPlanNode *self = g_new0 (DdiPlanNode, 1);
  JsonArray *plans = ddi_json_get_array (object, "Plans");
  double below = 0;

  self->label = make_label (object);
  self->condition = find_condition (object);
  self->rows = get_number (object, "Actual Rows");
  self->planned = get_number (object, "Plan Rows");
  self->loops = get_number (object, "Actual Loops");
  self->time = get_number (object, "Actual Total Time") * self->loops;
  self->hit = (gint64)get_number (object, "Shared Hit Blocks");
  self->read = (gint64)get_number (object, "Shared Read Blocks");
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)free_node);
  for (guint i = 0; plans && i < json_array_get_length (plans); i++)
    {
      JsonObject *plan = ddi_json_get_object_at (plans, i);
      DdiPlanNode *child = plan ? read_node (plan, whole) : NULL;

      if (child == NULL)
        continue;
      below += child->time;
      g_ptr_array_add (self->children, child);
    }
  /* A table expression is read where it is used and told where it is made, so that more may lie below than is
   * above. */
  self->own_time = MAX (self->time - below, 0);
  self->share = whole > 0 ? MIN (self->own_time / whole, 1) : 0;
  self->costly = self->share >= COSTLY;
  return self;
}

DdiQueryPlan *
ddi_query_plan_parse (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = ddi_json_parse (json, -1, error);
  g_autoptr (DdiQueryPlan) self = g_new0 (DdiQueryPlan, 1);
  JsonObject *object, *plan;

  if (root == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_ARRAY (root) && json_array_get_length (json_node_get_array (root)) == 1
               ? ddi_json_get_object_at (json_node_get_array (root), 0)
               : NULL;
  plan = object ? ddi_json_get_object (object, "Plan") : NULL;
  if (plan == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("This is not the plan of a statement"));
      return NULL;
    }
  self->planning = get_number (object, "Planning Time");
  self->execution = get_number (object, "Execution Time");
  self->root = read_node (plan, self->execution);
  return g_steal_pointer (&self);
}
