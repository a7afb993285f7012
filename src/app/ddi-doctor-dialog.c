/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-doctor-dialog.h"

#include <glib/gi18n-lib.h>

struct _DdiDoctorDialog
{
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *verdict;
  GtkWidget *mend_row;
  GtkWidget *list;
  GCancellable *cancellable; /* while it looks */
};

G_DEFINE_FINAL_TYPE (DdiDoctorDialog, ddi_doctor_dialog, ADW_TYPE_WINDOW)

static const struct
{
  const char *icon, *name, *css;
} marks[] = {
  [DDI_CHECK_GOOD] = { "emblem-ok-symbolic", N_ ("Good"), "success" },
  [DDI_CHECK_WARNING] = { "dialog-warning-symbolic", N_ ("Look at this"), "warning" },
  [DDI_CHECK_BAD] = { "dialog-error-symbolic", N_ ("Wrong"), "error" },
  [DDI_CHECK_SKIPPED] = { "content-loading-symbolic", N_ ("Not asked"), "dim-label" },
};

/* What is wrong is told above the list: its row only marks where. */
static GtkWidget *
make_row (const DdiCheck *check, gboolean told)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (marks[check->state].icon);
  g_autofree char *text = check->state == DDI_CHECK_WARNING && check->mend
                              ? g_strdup_printf ("%s\n%s", check->text, check->mend)
                              : g_strdup (check->text);
  g_autofree char *title = g_markup_escape_text (ddi_check_title (check), -1);
  g_autofree char *safe = g_markup_escape_text (text, -1);

  gtk_widget_add_css_class (image, marks[check->state].css);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (marks[check->state].name), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), told ? "" : safe);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  return row;
}

static void
show (DdiDoctorDialog *self, GPtrArray *checks)
{
  const DdiCheck *bad = ddi_check_find_bad (checks);
  g_autofree char *text = NULL;

  for (guint i = 0; i < checks->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (checks->pdata[i], checks->pdata[i] == bad));
  if (bad)
    text = g_strdup_printf ("%s: %s", ddi_check_title (bad), bad->text);
  gtk_label_set_label (GTK_LABEL (self->verdict),
                       bad ? text : _ ("Nothing is wrong just now. Try again to open the data."));
  gtk_label_set_label (GTK_LABEL (self->mend_row), bad && bad->mend ? bad->mend : "");
  gtk_widget_set_visible (self->mend_row, bad && bad->mend);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "found");
}

static void
examined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiDoctorDialog) self = user_data;
  g_autoptr (GPtrArray) checks = ddi_doctor_examine_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable) || checks == NULL)
    return;
  show (self, checks);
}

static void
ddi_doctor_dialog_dispose (GObject *object)
{
  DdiDoctorDialog *self = DDI_DOCTOR_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ddi_doctor_dialog_parent_class)->dispose (object);
}

static void
ddi_doctor_dialog_finalize (GObject *object)
{
  g_clear_object (&DDI_DOCTOR_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (ddi_doctor_dialog_parent_class)->finalize (object);
}

static void
ddi_doctor_dialog_class_init (DdiDoctorDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_doctor_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_doctor_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-doctor-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDoctorDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiDoctorDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, DdiDoctorDialog, mend_row);
  gtk_widget_class_bind_template_child (widget_class, DdiDoctorDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_doctor_dialog_init (DdiDoctorDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiDoctorDialog *
ddi_doctor_dialog_new (GtkWindow *parent, const DdiDoctorOptions *options)
{
  DdiDoctorDialog *self = g_object_new (DDI_TYPE_DOCTOR_DIALOG, "transient-for", parent, NULL);

  ddi_doctor_examine_async (options, self->cancellable, examined_cb, g_object_ref (self));
  return self;
}
