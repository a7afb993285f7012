/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-retype.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-choice-row.h"
#include "app/ddi-window.h"
#include "tasks/ddi-custom-retype.h"

typedef struct
{
  DdiDatabasePart *part;
  DdiCustomColumn *column;
  DdiCustomType type; /* that it is to have */
  gint64 most;        /* rows that may be empty then: as many as were seen and agreed to */
  GtkWidget *choice;  /* while a dialog is open */
} Retype;

static void
retype_free (gpointer data)
{
  Retype *self = data;

  g_object_unref (self->part);
  ddi_custom_column_free (self->column);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Retype, retype_free)

static Retype *
retype_new (DdiDatabasePart *part, const DdiCustomColumn *column, DdiCustomType type)
{
  Retype *self = g_new0 (Retype, 1);

  self->part = g_object_ref (part);
  self->column = ddi_custom_column_copy (column);
  self->type = type;
  return self;
}

/* With the rights of who is signed in, not with the owner's. */
static DdiRows *
run (DdiMaintenance *maintenance, DdiUnit *unit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results = NULL;

  /* Reading and writing millions of rows takes its time. */
  ddi_unit_set_statement_timeout (unit, DDI_CUSTOM_RETYPE_TIMEOUT);
  results = ddi_database_run (ddi_home_get_database (ddi_maintenance_get_home (maintenance)), unit,
                              cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gpointer
make_plan (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Retype *self = data;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "columns/plan-retype",
                g_variant_new ("(sss)", self->column->entity, self->column->name,
                               ddi_custom_type_get_word (self->type)));
  ddi_unit_set_read_only (unit);
  return run (maintenance, unit, cancellable, error);
}

static gpointer
retype (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Retype *self = data;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "columns/retype", ddi_custom_retype_make_params (self->column, self->type, self->most));
  return run (maintenance, unit, cancellable, error);
}

static void
start (Retype *self, gpointer (*job) (DdiMaintenance *, gpointer, GCancellable *, GError **),
       GAsyncReadyCallback callback)
{
  const DdiMaintenanceJob task = { job, self, NULL, (GDestroyNotify)ddi_rows_unref };

  ddi_maintenance_run_async (ddi_database_part_get_maintenance (self->part), &task,
                             ddi_database_part_get_cancellable (self->part), callback, self);
}

static void
tell_failure (const Retype *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (self->part, _ ("It Was Not Done"), error->message);
}

static void retyped_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* What was entered since and is nothing of the former type is not set aside unasked: it refuses. */
static void
back_cb (DdiWindow *window, gpointer user_data)
{
  const Retype *done = user_data;
  Retype *back;

  if (gtk_widget_get_root (GTK_WIDGET (done->part)) == NULL)
    return;
  back = retype_new (done->part, done->column, done->column->type);
  back->column->type = done->type;
  start (back, retype, retyped_cb);
}

static void
retyped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Retype) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  DdiDatabasePart *part = self->part;

  if (gtk_widget_get_root (GTK_WIDGET (part)) == NULL)
    return;
  if (rows == NULL)
    tell_failure (self, error);
  else if (ddi_rows_get_n (rows) > 0)
    {
      g_autofree char *done = g_strdup_printf (_ ("“%s” is of the kind “%s”"), self->column->label,
                                               ddi_custom_type_get_title (self->type));

      ddi_window_add_undo_toast (ddi_window_of (GTK_WIDGET (part)), done, back_cb, g_steal_pointer (&self),
                                 retype_free);
    }
  /* Somebody has removed it meanwhile, or it is done. */
  g_signal_emit_by_name (part, "changed");
}

static void
agreed (DdiDatabasePart *part, gpointer data)
{
  const Retype *asked = data;
  Retype *self = retype_new (part, asked->column, asked->type);

  self->most = asked->most;
  start (self, retype, retyped_cb);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Retype) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  g_autoptr (DdiCustomRetype) plan = rows ? ddi_custom_retype_from_rows (rows) : NULL;
  g_autofree char *heading = NULL, *body = NULL;
  DdiDatabasePart *part = self->part;
  DdiDatabaseQuestion question = { .confirmed = agreed, .free_data = retype_free };

  if (gtk_widget_get_root (GTK_WIDGET (part)) == NULL)
    return;
  if (plan == NULL)
    {
      tell_failure (self, error);
      return;
    }
  heading = g_strdup_printf (_ ("Change “%s” to “%s”?"), self->column->label,
                             ddi_custom_type_get_title (self->type));
  body = ddi_custom_retype_describe (plan, self->column->label, self->column->type, self->type);
  self->most = plan->empty;
  question.heading = heading;
  question.body = body;
  question.button = plan->empty > 0 ? _ ("_Keep Them Aside and Change") : _ ("_Change");
  question.suggested = plan->empty == 0;
  question.data = g_steal_pointer (&self);
  ddi_database_part_ask (part, &question);
}

static void
chosen (DdiDatabasePart *part, gpointer data)
{
  const Retype *asked = data;
  DdiCustomType type = (DdiCustomType)adw_combo_row_get_selected (ADW_COMBO_ROW (asked->choice));

  if (type != asked->column->type)
    start (retype_new (part, asked->column, type), make_plan, planned_cb);
}

static void
choice_cb (GtkWidget *choice, GParamSpec *pspec, gpointer user_data)
{
  GtkRoot *dialog = gtk_widget_get_root (choice);

  if (ADW_IS_MESSAGE_DIALOG (dialog))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "do",
                                             adw_combo_row_get_selected (ADW_COMBO_ROW (choice)) !=
                                                 GPOINTER_TO_UINT (user_data));
}

static void
map_cb (GtkWidget *choice, gpointer user_data)
{
  choice_cb (choice, NULL, user_data);
}

static GtkWidget *
make_choice (DdiCustomType type)
{
  const char *kinds[DDI_N_CUSTOM_TYPES + 1] = { NULL };
  GtkWidget *row = ddi_choice_row_new ();
  g_autoptr (GtkStringList) model = NULL;

  for (guint i = 0; i < DDI_N_CUSTOM_TYPES; i++)
    kinds[i] = ddi_custom_type_get_title ((DdiCustomType)i);
  model = gtk_string_list_new (kinds);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Kind"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), type);
  g_signal_connect (row, "notify::selected", G_CALLBACK (choice_cb), GUINT_TO_POINTER (type));
  g_signal_connect (row, "map", G_CALLBACK (map_cb), GUINT_TO_POINTER (type));
  return row;
}

void
ddi_database_retype_ask (DdiDatabasePart *part, const DdiCustomColumn *column)
{
  Retype *asked = retype_new (part, column, column->type);
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *heading = g_strdup_printf (_ ("Another Kind for “%s”"), column->label);
  const DdiDatabaseQuestion question = {
    .heading = heading,
    .body = _ ("What becomes of its values is counted and told first; nothing changes yet."),
    .button = _ ("_Count…"),
    .suggested = TRUE,
    .extra = list,
    .confirmed = chosen,
    .data = asked,
    .free_data = retype_free,
  };

  asked->choice = make_choice (column->type);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), asked->choice);
  ddi_database_part_ask (part, &question);
}
