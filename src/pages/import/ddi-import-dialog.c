/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "journal/ddi-journal.h"
#include "pages/import/ddi-import-chooser.h"
#include "pages/import/ddi-import-file-row.h"
#include "pages/import/ddi-import-grid-view.h"
#include "pages/import/ddi-import-name-row.h"
#include "tasks/ddi-import-async.h"

struct _DdiImportDialog
{
  AdwWindow parent_instance;

  GtkWidget *import_button;
  GtkWidget *spinner;
  GtkWidget *stack;
  GtkWidget *choose_button;
  GtkWidget *working;
  GtkWidget *progress;
  GtkWidget *failed;
  GtkWidget *plan_page;
  GtkWidget *files_group;
  GtkWidget *names_group;
  GtkWidget *grid_group;
  GtkWidget *grid_view;

  DdiSession *session;
  GtkFileChooserNative *chooser;
  GListModel *files; /* that were chosen; NULL before */
  GPtrArray *plans;  /* (element-type DdiImportPlan) NULL before files were read, and while a task has them */
  GPtrArray *rows;   /* (element-type GtkWidget) of the files and names in view */
  GCancellable *cancellable;
  gboolean applying;
  guint pulse_source; /* while the server writes */
};

G_DEFINE_FINAL_TYPE (DdiImportDialog, ddi_import_dialog, ADW_TYPE_WINDOW)

enum
{
  IMPORTED,
  CANCELLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void preview (DdiImportDialog *self);

static DdiDatabase *
get_database (DdiImportDialog *self)
{
  return ddi_session_get_database (self->session);
}

/* Ends what runs and makes the next task's cancellable. */
static void
renew_cancellable (DdiImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
show_state (DdiImportDialog *self, const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
  gtk_widget_set_visible (self->import_button, g_str_equal (name, "plan"));
}

static void
show_working (DdiImportDialog *self, const char *title)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (self->working), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->working), NULL);
  gtk_widget_set_visible (self->progress, self->applying);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), TRUE);
  show_state (self, "working");
}

static void
show_error (DdiImportDialog *self, const GError *error)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), FALSE);
  ddi_journal_note_error ("import", error);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), error->message);
  show_state (self, "failed");
}

/* The plan in view */

static void
show_sums (DdiImportDialog *self)
{
  gint64 added = 0, changed = 0;
  guint included = 0;
  g_autofree char *text = NULL, *new_text = NULL, *changed_text = NULL;

  for (guint i = 0; i < self->plans->len; i++)
    {
      const DdiImportPlan *plan = self->plans->pdata[i];

      for (guint k = 0; k < plan->files->len; k++)
        {
          const DdiImportFile *file = plan->files->pdata[k];

          if (!file->included || !ddi_import_file_is_ready (file))
            continue;
          included++;
          added += file->counts.added;
          changed += file->counts.changed;
        }
    }
  new_text = ddi_format_int (added);
  changed_text = ddi_format_int (changed);
  text = g_strdup_printf (_ ("%s figures are new, %s change."), new_text, changed_text);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->files_group), text);
  gtk_widget_set_sensitive (self->import_button, included > 0);
}

static void
add_row (DdiImportDialog *self, GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_object_set_data (G_OBJECT (row), "group", group);
  g_ptr_array_add (self->rows, row);
}

static void
drop_rows (DdiImportDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      adw_preferences_group_remove (g_object_get_data (G_OBJECT (row), "group"), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_file_rows (DdiImportDialog *self, DdiImportPlan *plan)
{
  for (guint i = 0; i < plan->files->len; i++)
    {
      GtkWidget *row = ddi_import_file_row_new (plan, plan->files->pdata[i]);

      g_signal_connect_swapped (row, "shop-chosen", G_CALLBACK (preview), self);
      g_signal_connect_swapped (row, "changed", G_CALLBACK (show_sums), self);
      add_row (self, self->files_group, row);
    }
}

/* Names that may be a known product's stand in the open, those that look like none in one row. */
static guint
add_name_rows (DdiImportDialog *self, DdiImportPlan *plan)
{
  GtkWidget *rest = adw_expander_row_new ();
  guint n_alike = 0, n_new = 0;
  g_autofree char *title = NULL;

  g_object_ref_sink (rest);
  for (guint i = 0; i < plan->names->len; i++)
    {
      DdiImportName *name = plan->names->pdata[i];
      GtkWidget *row;

      if (name->known)
        continue;
      row = ddi_import_name_row_new (plan, name);
      g_signal_connect_swapped (row, "chosen", G_CALLBACK (preview), self);
      if (ddi_import_name_get_best (name) && ++n_alike)
        add_row (self, self->names_group, row);
      else if (++n_new)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (rest), row);
    }
  title = g_strdup_printf (ngettext ("%u new product", "%u new products", n_new), n_new);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (rest), title);
  if (n_new > 0)
    add_row (self, self->names_group, rest);
  g_object_unref (rest);
  return n_alike + n_new;
}

static DdiImportPlan *
find_sheets (DdiImportDialog *self)
{
  for (guint i = 0; self->plans && i < self->plans->len; i++)
    if (((DdiImportPlan *)self->plans->pdata[i])->kind == DDI_IMPORT_SHEET)
      return self->plans->pdata[i];
  return NULL;
}

static void
days_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiImportDialog) self = user_data;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, NULL);
  DdiImportPlan *plan = find_sheets (self);
  g_autoptr (DdiImportGrid) grid = NULL;

  /* The grid is a help: without an answer it shows the files alone. */
  if (plan == NULL)
    return;
  grid = ddi_import_grid_new (plan, rows ? rows->pdata[0] : NULL);
  ddi_import_grid_view_set_grid (DDI_IMPORT_GRID_VIEW (self->grid_view), grid);
}

static void
show_grid (DdiImportDialog *self)
{
  DdiImportPlan *plan = find_sheets (self);
  DdiUnit *unit;
  DdiDay first, last;
  g_autofree char *from = NULL, *to = NULL;

  gtk_widget_set_visible (self->grid_group, plan && ddi_import_grid_span (plan, &first, &last));
  if (plan == NULL || !ddi_import_grid_span (plan, &first, &last))
    return;
  from = ddi_day_format (first);
  to = ddi_day_format (last);
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "import/list-days", g_variant_new ("(ss)", from, to));
  ddi_database_run_async (get_database (self), unit, self->cancellable, days_read_cb, g_object_ref (self));
}

static void
show_plans (DdiImportDialog *self)
{
  guint n_unknown = 0;

  drop_rows (self);
  for (guint i = 0; i < self->plans->len; i++)
    {
      add_file_rows (self, self->plans->pdata[i]);
      n_unknown += add_name_rows (self, self->plans->pdata[i]);
    }
  gtk_widget_set_visible (self->names_group, n_unknown > 0);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->plan_page, TRUE);
  show_sums (self);
  show_grid (self);
  show_state (self, "plan");
}

/* Steps */

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *plans = ddi_import_prepare_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (plans == NULL)
    {
      show_error (self, error);
      return;
    }
  self->plans = plans;
  show_plans (self);
}

void
ddi_import_dialog_open (DdiImportDialog *self, GListModel *files)
{
  g_return_if_fail (DDI_IS_IMPORT_DIALOG (self) && G_IS_LIST_MODEL (files));

  if (g_list_model_get_n_items (files) == 0 || self->applying)
    return;
  renew_cancellable (self);
  g_set_object (&self->files, files);
  drop_rows (self);
  g_clear_pointer (&self->plans, g_ptr_array_unref);
  show_working (self, _ ("Reading the Files"));
  ddi_import_prepare_async (get_database (self), files, self->cancellable, prepared_cb, g_object_ref (self));
}

typedef struct
{
  DdiImportDialog *dialog;
  GPtrArray *plans;
} Step;

static Step *
step_new (DdiImportDialog *self)
{
  Step *step = g_new0 (Step, 1);

  step->dialog = g_object_ref (self);
  step->plans = g_ptr_array_ref (self->plans);
  return step;
}

static void
step_free (Step *step)
{
  g_object_unref (step->dialog);
  g_ptr_array_unref (step->plans);
  g_free (step);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  if (ddi_import_preview_finish (result, &error))
    show_plans (step->dialog);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (step->dialog, error);
  step_free (step);
}

/* The plans are the task's until it answers: nothing can be chosen meanwhile. */
static void
preview (DdiImportDialog *self)
{
  gtk_widget_set_sensitive (self->plan_page, FALSE);
  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), TRUE);
  ddi_import_preview_async (get_database (self), self->plans, self->cancellable, previewed_cb,
                            step_new (self));
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (((DdiImportDialog *)user_data)->progress));
  return G_SOURCE_CONTINUE;
}

/* How long the server takes to write what it was sent nobody knows: the bar only moves meanwhile. */
static void
progress_cb (const DdiImportProgress *progress, gpointer user_data)
{
  DdiImportDialog *self = user_data;
  GtkProgressBar *bar = GTK_PROGRESS_BAR (self->progress);
  g_autofree char *sent = ddi_format_int (progress->sent);
  g_autofree char *rows = ddi_format_int (progress->rows);
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  if (progress->writing)
    {
      text = g_strdup_printf (_ ("Writing %s of %s rows…"), sent, rows);
      self->pulse_source = g_timeout_add (120, pulse_cb, self);
    }
  else
    {
      text = g_strdup_printf (_ ("Sending %s of %s rows…"), sent, rows);
      gtk_progress_bar_set_fraction (bar, progress->rows > 0 ? (double)progress->sent / progress->rows : 0);
    }
  gtk_progress_bar_set_text (bar, text);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->working), progress->file);
}

static GArray *
gather_batches (GPtrArray *plans, gint64 *added, gint64 *changed)
{
  GArray *batches = g_array_new (FALSE, FALSE, sizeof (int));

  *added = *changed = 0;
  for (guint i = 0; i < plans->len; i++)
    {
      const DdiImportPlan *plan = plans->pdata[i];

      for (guint k = 0; k < plan->files->len; k++)
        {
          const DdiImportFile *file = plan->files->pdata[k];

          if (file->batch_id == 0)
            continue;
          g_array_append_val (batches, file->batch_id);
          *added += file->counts.added;
          *changed += file->counts.changed;
        }
    }
  return batches;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  DdiImportDialog *self = step->dialog;
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_import_apply_finish (result, &error);
  gint64 added, changed;
  g_autoptr (GArray) batches = gather_batches (step->plans, &added, &changed);

  self->applying = FALSE;
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  /* Also after a failure: what was written before it can be undone. */
  if (good || batches->len > 0)
    g_signal_emit (self, signals[IMPORTED], 0, batches, added, changed);
  if (!good && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[CANCELLED], 0);
  if (good || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    {
      gtk_window_present (GTK_WINDOW (self));
      show_error (self, error);
    }
  step_free (step);
}

static void
import_cb (DdiImportDialog *self)
{
  for (guint i = 0; i < self->plans->len; i++)
    {
      const DdiImportPlan *plan = self->plans->pdata[i];

      for (guint k = 0; k < plan->files->len; k++)
        {
          DdiImportFile *file = plan->files->pdata[k];

          file->included = file->included && ddi_import_file_is_ready (file);
        }
    }
  self->applying = TRUE;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  show_working (self, _ ("Importing"));
  ddi_import_apply_async (get_database (self), ddi_session_get_user_id (self->session), self->plans,
                          progress_cb, self, self->cancellable, applied_cb, step_new (self));
}

/* With what was decided so far; what had been written before the failure is not written again. */
static void
again_cb (DdiImportDialog *self)
{
  if (self->plans == NULL)
    {
      ddi_import_dialog_open (self, self->files);
      return;
    }
  for (guint i = 0; i < self->plans->len; i++)
    {
      const DdiImportPlan *plan = self->plans->pdata[i];

      for (guint k = 0; k < plan->files->len; k++)
        {
          DdiImportFile *file = plan->files->pdata[k];

          file->included = file->included && file->batch_id == 0;
          file->batch_id = 0;
        }
    }
  show_working (self, _ ("Reading the Files"));
  preview (self);
}

/* Choosing */

static void
chosen_cb (DdiImportDialog *self, int response)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      ddi_import_dialog_open (self, files);
    }
  g_clear_object (&self->chooser);
}

static void
choose_cb (DdiImportDialog *self)
{
  self->chooser = ddi_import_chooser_new (GTK_WINDOW (self));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, DdiImportDialog *self)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = g_value_get_boxed (value); l; l = l->next)
    g_list_store_append (files, l->data);
  ddi_import_dialog_open (self, G_LIST_MODEL (files));
  return TRUE;
}

/* While rows are being written, closing the window means to cancel. It goes at once; what the server still
 * has to take back is nothing to wait for. */
static gboolean
ddi_import_dialog_close_request (GtkWindow *window)
{
  DdiImportDialog *self = DDI_IMPORT_DIALOG (window);

  g_cancellable_cancel (self->cancellable);
  if (!self->applying)
    return GTK_WINDOW_CLASS (ddi_import_dialog_parent_class)->close_request (window);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return TRUE;
}

static void
ddi_import_dialog_dispose (GObject *object)
{
  DdiImportDialog *self = DDI_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->files);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_import_dialog_parent_class)->dispose (object);
}

static void
ddi_import_dialog_finalize (GObject *object)
{
  DdiImportDialog *self = DDI_IMPORT_DIALOG (object);

  g_clear_pointer (&self->plans, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ddi_import_dialog_parent_class)->finalize (object);
}

static void
ddi_import_dialog_class_init (DdiImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_import_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ddi_import_dialog_close_request;

  signals[IMPORTED] = g_signal_new ("imported", DDI_TYPE_IMPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_INT64, G_TYPE_INT64);

  signals[CANCELLED] = g_signal_new ("cancelled", DDI_TYPE_IMPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);

  g_type_ensure (DDI_TYPE_IMPORT_GRID_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, working);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, plan_page);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, files_group);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, names_group);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, grid_group);
  gtk_widget_class_bind_template_child (widget_class, DdiImportDialog, grid_view);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_import_dialog_init (DdiImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

DdiImportDialog *
ddi_import_dialog_new (GtkWindow *parent, DdiSession *session)
{
  DdiImportDialog *self = g_object_new (DDI_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_window_set_focus (GTK_WINDOW (self), self->choose_button);
  return self;
}
