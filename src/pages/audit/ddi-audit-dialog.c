/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/audit/ddi-audit-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "core/ddi-program.h"

struct _DdiAuditDialog
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *change_group;
  GtkGrid *change;
  AdwPreferencesGroup *batch_group;
  AdwPreferencesGroup *more;
};

G_DEFINE_FINAL_TYPE (DdiAuditDialog, ddi_audit_dialog, ADW_TYPE_WINDOW)

static void
add_fact (AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", title, "subtitle", value, NULL);
  adw_preferences_group_add (group, row);
}

/* ---- before and after ---- */

static GtkWidget *
make_cell (const char *text, gboolean changed)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), changed);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, changed ? "heading" : "dim-label");
  return label;
}

static void
add_titles (GtkGrid *grid)
{
  const char *titles[] = { _ ("Field"), _ ("Before"), _ ("After") };

  for (int i = 0; i < (int)G_N_ELEMENTS (titles); i++)
    {
      GtkWidget *title = make_cell (titles[i], FALSE);

      gtk_widget_add_css_class (title, "caption-heading");
      gtk_grid_attach (grid, title, i + 1, 0, 1, 1);
    }
}

/* Colour alone says nothing: a changed field has a mark and a word for who cannot see it. */
static void
add_field (GtkGrid *grid, int at, const char *field, const char *before, const char *after, gboolean changed)
{
  GtkWidget *mark = gtk_image_new_from_icon_name ("document-edit-symbolic");

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_opacity (mark, changed ? 1 : 0);
  if (changed)
    gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("changed"), -1);
  gtk_grid_attach (grid, mark, 0, at, 1, 1);
  gtk_grid_attach (grid, make_cell (field, changed), 1, at, 1, 1);
  gtk_grid_attach (grid, make_cell (before, changed), 2, at, 1, 1);
  gtk_grid_attach (grid, make_cell (after, changed), 3, at, 1, 1);
}

static JsonObject *
get_object (JsonObject *details, const char *name)
{
  JsonNode *node = json_object_get_member (details, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonNode *
get_member (JsonObject *object, const char *name)
{
  return object ? json_object_get_member (object, name) : NULL;
}

static gboolean
same (JsonNode *a, JsonNode *b)
{
  return a && b && json_node_equal (a, b);
}

/* The fields of both, those that @old lacks last. (element-type utf8) (transfer container) */
static GList *
list_fields (JsonObject *old, JsonObject *new)
{
  GList *fields = old ? json_object_get_members (old) : NULL;
  g_autoptr (GList) others = new ? json_object_get_members (new) : NULL;

  for (GList *l = others; l; l = l->next)
    if (old == NULL || !json_object_has_member (old, l->data))
      fields = g_list_append (fields, l->data);
  return fields;
}

/* What has changed first. */
static void
show_change (DdiAuditDialog *self, const DdiAuditNames *names, JsonObject *old, JsonObject *new)
{
  g_autoptr (GList) fields = list_fields (old, new);
  int at = 1;

  add_titles (self->change);
  for (int changed = TRUE; changed >= FALSE; changed--)
    for (GList *l = fields; l; l = l->next)
      {
        const char *column = l->data;
        JsonNode *was = get_member (old, column), *is = get_member (new, column);
        g_autofree char *field = ddi_audit_field_name (column);
        g_autofree char *before = old ? ddi_audit_value (names, column, was) : g_strdup ("");
        g_autofree char *after = new ? ddi_audit_value (names, column, is) : g_strdup ("");

        if (changed == !same (was, is))
          add_field (self->change, at++, field, before, after, changed);
      }
  gtk_widget_set_visible (GTK_WIDGET (self->change_group), TRUE);
}

/* ---- what a batch wrote ---- */

static char *
describe_sums (const DdiAuditNames *names, JsonObject *part)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *sums = get_object (part, "sums");
  g_autoptr (GList) columns = sums ? json_object_get_members (sums) : NULL;

  for (GList *l = columns; l; l = l->next)
    {
      g_autofree char *field = ddi_audit_field_name (l->data);
      g_autofree char *value = ddi_audit_value (names, l->data, json_object_get_member (sums, l->data));

      g_string_append_printf (text, "%s %s · ", field, value);
    }
  g_string_append_printf (text, _ ("digest %s"),
                          json_object_get_string_member_with_default (part, "digest", "–"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
title_part (JsonObject *part)
{
  const char *verb = json_object_get_string_member_with_default (part, "verb", "");
  const char *table = ddi_audit_table_name (json_object_get_string_member_with_default (part, "table", NULL));
  gint64 n = json_object_get_int_member_with_default (part, "rows", 0);
  g_autofree char *number = ddi_format_int (n);

  if (g_str_equal (verb, "added"))
    return g_strdup_printf (ngettext ("%s: %s row added", "%s: %s rows added", (gulong)n), table, number);
  if (g_str_equal (verb, "removed"))
    return g_strdup_printf (ngettext ("%s: %s row removed", "%s: %s rows removed", (gulong)n), table, number);
  if (g_str_equal (verb, "restored"))
    return g_strdup_printf (ngettext ("%s: %s row put back", "%s: %s rows put back", (gulong)n), table,
                            number);
  if (g_str_equal (verb, "replaced"))
    return g_strdup_printf (ngettext ("%s: %s row replaced", "%s: %s rows replaced", (gulong)n), table,
                            number);
  return g_strdup_printf (ngettext ("%s: %s row changed", "%s: %s rows changed", (gulong)n), table, number);
}

static void
show_parts (DdiAuditDialog *self, const DdiAuditNames *names, JsonArray *parts)
{
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      g_autofree char *title = NULL, *sums = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      title = title_part (json_node_get_object (node));
      sums = describe_sums (names, json_node_get_object (node));
      add_fact (self->batch_group, title, sums);
      gtk_widget_set_visible (GTK_WIDGET (self->batch_group), TRUE);
    }
}

/* ---- facts ---- */

static void
show_details (DdiAuditDialog *self, const DdiAuditNames *names, JsonObject *details)
{
  JsonObject *old = get_object (details, "old"), *new = get_object (details, "new");
  g_autoptr (GList) members = json_object_get_members (details);

  if (old || new)
    show_change (self, names, old, new);
  for (GList *l = members; l; l = l->next)
    {
      JsonNode *node = json_object_get_member (details, l->data);
      g_autofree char *field = NULL, *value = NULL;

      if (g_str_equal (l->data, "changes") && JSON_NODE_HOLDS_ARRAY (node))
        {
          show_parts (self, names, json_node_get_array (node));
          continue;
        }
      if (g_str_equal (l->data, "old") || g_str_equal (l->data, "new") || g_str_equal (l->data, "table"))
        continue;
      field = ddi_audit_field_name (l->data);
      value = ddi_audit_value (names, l->data, node);
      add_fact (self->more, field, value);
    }
}

static void
show_entry (DdiAuditDialog *self, const DdiAuditNames *names, DdiRows *rows, guint row)
{
  const char *name = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name"));
  const char *email = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "email"));
  g_autofree char *what = ddi_audit_describe_row (rows, row);
  g_autofree char *when = ddi_audit_time (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "time")));
  g_autofree char *who = name ? g_strdup_printf ("%s, %s", name, email) : g_strdup (_ ("Nobody signed in"));
  g_autofree char *from =
      ddi_audit_address (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "address")));
  g_autofree char *program =
      ddi_program_describe (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "client")));
  g_autofree char *number = ddi_format_int (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "id")));
  g_autoptr (JsonObject) details =
      ddi_audit_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "details")));

  add_fact (self->facts, _ ("What"), what);
  add_fact (self->facts, _ ("Who"), who);
  add_fact (self->facts, _ ("When"), when);
  add_fact (self->more, _ ("Address"), from);
  add_fact (self->more, _ ("Program"), program);
  add_fact (self->more, _ ("Entry"), number);
  if (details)
    show_details (self, names, details);
}

static void
ddi_audit_dialog_class_init (DdiAuditDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/audit/ddi-audit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiAuditDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditDialog, change_group);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditDialog, change);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditDialog, batch_group);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditDialog, more);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_audit_dialog_init (DdiAuditDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiAuditDialog *
ddi_audit_dialog_new (GtkWindow *parent, const DdiAuditNames *names, DdiRows *rows, guint row)
{
  DdiAuditDialog *self = g_object_new (DDI_TYPE_AUDIT_DIALOG, "transient-for", parent, NULL);

  show_entry (self, names, rows, row);
  return self;
}
