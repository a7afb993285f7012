/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-schema.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-sql.h"

struct _DdiDatabaseSchema
{
  DdiDatabasePart parent_instance;

  GtkWidget *summary;
  GtkWidget *changes;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseSchema, ddi_database_schema, DDI_TYPE_DATABASE_PART)

static GtkWidget *
make_text (const char *name)
{
  g_autofree char *sql = ddi_sql_dup_migration (name);
  GtkWidget *label = gtk_label_new (sql);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE,
                "margin-start", 12, "margin-end", 12, "margin-top", 6, "margin-bottom", 6, NULL);
  gtk_widget_add_css_class (label, "monospace");
  return label;
}

/* What is to come can be read; what is done is only named. */
static GtkWidget *
make_row (const DdiMigration *migration)
{
  GtkWidget *row = migration->applied ? adw_action_row_new () : adw_expander_row_new ();
  g_autofree char *subtitle =
      migration->applied
          ? g_strdup_printf (_ ("Applied, unchanged since (SHA-256 %.12s…)"), migration->checksum)
          : g_strdup (_ ("Pending; open it to read its SQL"));

  ddi_database_row_set_texts (row, migration->name, subtitle);
  if (!migration->applied)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_text (migration->name));
  return row;
}

static guint
add_changes (DdiDatabaseSchema *self, GPtrArray *plan, gboolean applied)
{
  guint n = 0;

  for (guint i = 0; i < plan->len; i++)
    {
      const DdiMigration *migration = plan->pdata[applied ? plan->len - 1 - i : i];

      if (migration->applied != applied)
        continue;
      gtk_list_box_append (GTK_LIST_BOX (self->changes), make_row (migration));
      n++;
    }
  return n;
}

static char *
tell_changes (guint pending, guint applied)
{
  g_autofree char *done =
      g_strdup_printf (ngettext ("%u change is applied", "%u changes are applied", applied), applied);

  if (pending == 0)
    return g_strdup_printf (_ ("%s, as this program knows them. None is pending."), done);
  return g_strdup_printf (
      ngettext ("%s; %u is pending. Apply it, after a backup, with: dunkin-demand-cli migrate",
                "%s; %u are pending. Apply them, after a backup, with: dunkin-demand-cli migrate", pending),
      done, pending);
}

static void
ddi_database_schema_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseSchema *self = DDI_DATABASE_SCHEMA (part);
  g_autofree char *text = NULL;

  ddi_database_clear_list (self->changes);
  if (report->plan)
    {
      guint pending = add_changes (self, report->plan, FALSE);

      text = tell_changes (pending, add_changes (self, report->plan, TRUE));
    }
  gtk_widget_set_visible (self->changes, report->plan != NULL);
  gtk_label_set_label (GTK_LABEL (self->summary), text ? text : report->plan_reason);
}

static void
ddi_database_schema_class_init (DdiDatabaseSchemaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_schema_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-schema.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseSchema, summary);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseSchema, changes);
}

static void
ddi_database_schema_init (DdiDatabaseSchema *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
