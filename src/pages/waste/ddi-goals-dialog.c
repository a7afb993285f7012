/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/waste/ddi-goals-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-day-row.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"

struct _DdiGoalsDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *from;
  GtkWidget *every;
  GtkWidget *shops;
  GtkWidget *message;

  DdiSession *session;
  DdiRows *goals;        /* as they were read; NULL while they are not */
  GPtrArray *rows;       /* (element-type GtkWidget) one a shop */
  DdiGoalChange *change; /* while it is being written */
  GCancellable *reading; /* what is read for the day that is chosen now */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiGoalsDialog, ddi_goals_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_message (DdiGoalsDialog *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->message), text ? text : "");
  gtk_widget_set_visible (self->message, text && *text);
}

/* A percentage with at most one decimal, or nothing: the goal of all shops. -1 tells nothing. */
static gboolean
parse_goal (const char *text, int *per_mille)
{
  g_autofree char *bare = g_strdelimit (g_strdup (text), "%", ' ');
  gint64 hundredths;

  g_strstrip (bare);
  *per_mille = -1;
  if (*bare == '\0')
    return TRUE;
  if (!ddi_parse_amount (bare, &hundredths) || hundredths % 10 != 0 || hundredths > 10000)
    return FALSE;
  *per_mille = (int)(hundredths / 10);
  return TRUE;
}

/* As an entry holds it; with the decimal point of the user's language. */
static char *
format_goal (int per_mille)
{
  return per_mille < 0 ? g_strdup ("") : g_strdup_printf ("%g", per_mille / 10.0);
}

static int
read_share (DdiGoalsDialog *self, guint row)
{
  guint column = ddi_rows_column (self->goals, "share");

  return ddi_rows_is_null (self->goals, row, column)
             ? -1
             : (int)lround (ddi_rows_get_double (self->goals, row, column) * 1000);
}

/* What is in the form and was not so before; NULL where something in it cannot be. */
static DdiGoalChange *
read_form (DdiGoalsDialog *self)
{
  g_autoptr (DdiGoalChange) change = ddi_goal_change_new (ddi_day_row_get_day (DDI_DAY_ROW (self->from)));
  gboolean valid = TRUE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      int goal;

      if (!parse_goal (gtk_editable_get_text (GTK_EDITABLE (row)), &goal))
        {
          gtk_widget_add_css_class (row, "error");
          valid = FALSE;
          continue;
        }
      gtk_widget_remove_css_class (row, "error");
      if (goal != read_share (self, i))
        {
          g_autofree char *text =
              goal < 0 ? g_strdup ("") : g_strdup_printf ("%d.%03d", goal / 1000, goal % 1000);

          ddi_goal_change_add (
              change, (int)ddi_rows_get_int (self->goals, i, ddi_rows_column (self->goals, "store_id")),
              ddi_rows_get_text (self->goals, i, ddi_rows_column (self->goals, "written")), text);
        }
    }
  return valid ? g_steal_pointer (&change) : NULL;
}

static void
changed_cb (DdiGoalsDialog *self)
{
  g_autoptr (DdiGoalChange) change = NULL;

  if (self->filling || self->goals == NULL)
    return;
  change = read_form (self);
  gtk_widget_set_sensitive (self->save_button, change && ddi_goal_change_get_n (change) > 0);
  show_message (self, change ? NULL : _ ("A goal is from 0 to 100 %, with at most one decimal."));
}

/* One goal for all shops that one may set. */
static void
every_cb (DdiGoalsDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->every));

  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_sensitive (self->rows->pdata[i]))
      gtk_editable_set_text (GTK_EDITABLE (self->rows->pdata[i]), text);
  self->filling = FALSE;
  changed_cb (self);
}

static void
fail (DdiGoalsDialog *self, const GError *error)
{
  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    show_message (self,
                  _ ("Somebody has set one of these goals meanwhile. Close this and look at it again."));
  else
    show_message (self, error->message);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiGoalsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (outcome == DDI_OUTBOX_SENT)
        ddi_session_changed (session, DDI_DATA_WASTE);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      g_clear_pointer (&self->change, ddi_goal_change_free);
      gtk_widget_set_sensitive (self->save_button, TRUE);
      fail (self, error);
      return;
    }
  if (rows)
    g_signal_emit (self, signals[SAVED], 0, g_steal_pointer (&self->change));
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_WASTE);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiGoalsDialog *self)
{
  g_autofree char *title = NULL;
  DdiUnit *unit;

  if (!gtk_widget_get_sensitive (self->save_button))
    return;
  self->change = read_form (self);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  ddi_goal_change_write (self->change, unit);
  title = ddi_goal_change_dup_title (self->change);
  ddi_session_enter_async (self->session, &(DdiOutboxNote){ title, "waste", NULL, DDI_DATA_WASTE }, unit,
                           written_cb, g_object_ref (self));
}

/* ---- the shops ---- */

static void
add_shop (DdiGoalsDialog *self, guint i)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *text = format_goal (read_share (self, i));
  const char *name = ddi_rows_get_text (self->goals, i, ddi_rows_column (self->goals, "store"));
  g_autofree char *title = g_markup_escape_text (name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_widget_set_sensitive (row,
                            ddi_rows_get_boolean (self->goals, i, ddi_rows_column (self->goals, "may_set")));
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->shops), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (DdiGoalsDialog *self)
{
  guint n = ddi_rows_get_n (self->goals);
  g_autofree char *common = NULL, *text = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->shops), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    add_shop (self, i);
  if (n == 0)
    return;
  common =
      ddi_format_percent (ddi_rows_get_double (self->goals, 0, ddi_rows_column (self->goals, "common")), 1);
  /* Translators: %s is a percentage. */
  text = g_strdup_printf (_ ("Where nothing is entered, the goal of all shops holds: %s."), common);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->shops), text);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiGoalsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      fail (self, error);
      return;
    }
  g_clear_pointer (&self->goals, ddi_rows_unref);
  self->goals = ddi_rows_ref (rows->pdata[0]);
  self->filling = TRUE;
  fill (self);
  self->filling = FALSE;
  changed_cb (self);
}

/* Another day may have other goals. */
static void
day_cb (DdiGoalsDialog *self)
{
  g_autofree char *from = ddi_day_format (ddi_day_row_get_day (DDI_DAY_ROW (self->from)));
  DdiUnit *unit;

  if (self->filling)
    return;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "waste-analysis/list-own-goals", g_variant_new ("(s)", from));
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->reading, read_cb,
                          g_object_ref (self));
}

static void
ddi_goals_dialog_dispose (GObject *object)
{
  DdiGoalsDialog *self = DDI_GOALS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_goals_dialog_parent_class)->dispose (object);
}

static void
ddi_goals_dialog_finalize (GObject *object)
{
  DdiGoalsDialog *self = DDI_GOALS_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->goals, ddi_rows_unref);
  g_clear_pointer (&self->change, ddi_goal_change_free);
  G_OBJECT_CLASS (ddi_goals_dialog_parent_class)->finalize (object);
}

static void
ddi_goals_dialog_class_init (DdiGoalsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_goals_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_goals_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DDI_TYPE_GOALS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/waste/ddi-goals-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiGoalsDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiGoalsDialog, from);
  gtk_widget_class_bind_template_child (widget_class, DdiGoalsDialog, every);
  gtk_widget_class_bind_template_child (widget_class, DdiGoalsDialog, shops);
  gtk_widget_class_bind_template_child (widget_class, DdiGoalsDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, day_cb);
  gtk_widget_class_bind_template_callback (widget_class, every_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_goals_dialog_init (DdiGoalsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiGoalsDialog *
ddi_goals_dialog_new (GtkWindow *parent, DdiSession *session, DdiDay from)
{
  DdiGoalsDialog *self = g_object_new (DDI_TYPE_GOALS_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  ddi_day_row_set_day (DDI_DAY_ROW (self->from), from);
  self->filling = FALSE;
  day_cb (self);
  return self;
}

GtkWidget *
ddi_goals_dialog_get_row (DdiGoalsDialog *self, const char *store)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (ddi_rows_get_text (self->goals, i, ddi_rows_column (self->goals, "store")), store) == 0)
      return self->rows->pdata[i];
  return NULL;
}
