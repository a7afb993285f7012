/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-version-group.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "tasks/ddi-move.h"

struct _DdiVersionGroup
{
  AdwBin parent_instance;

  GtkWidget *row;
  GtkWidget *button;
  int to_major;
  guint generation; /* of what is looked for */
};

G_DEFINE_FINAL_TYPE (DdiVersionGroup, ddi_version_group, ADW_TYPE_BIN)

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  DdiVersionGroup *self = user_data;

  if (g_str_equal (response, "do") && gtk_widget_get_root (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.upgrade", NULL);
}

static void
begin_cb (DdiVersionGroup *self)
{
  g_autofree char *heading = g_strdup_printf (_ ("Move to PostgreSQL %d?"), self->to_major);
  GtkWidget *dialog = ddi_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
      _ ("The data are closed, saved, and restored with the newer version; every row is compared, and only "
         "then do they count. The former data are kept. It takes about as long as a backup and its restore. "
         "Close other programs that use the data first."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", _ ("_Move"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  DdiVersionGroup *group;
  guint generation;
} Looking;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Looking *looking = user_data;
  g_autoptr (DdiVersionGroup) self = looking->group;
  g_autofree char *title = NULL, *subtitle = NULL;
  int from_major;

  if (looking->generation != self->generation)
    return;
  if (!ddi_move_find_newer_finish (result, &from_major, &self->to_major, NULL))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  title = g_strdup_printf (_ ("PostgreSQL %d is installed"), self->to_major);
  subtitle = g_strdup_printf (_ ("The data are of version %d"), from_major);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
ddi_version_group_class_init (DdiVersionGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-version-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiVersionGroup, row);
  gtk_widget_class_bind_template_child (widget_class, DdiVersionGroup, button);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
ddi_version_group_init (DdiVersionGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ddi_version_group_set_home (DdiVersionGroup *self, DdiHome *home)
{
  DdiCluster *cluster = ddi_home_get_cluster (home);
  Looking *looking;

  g_return_if_fail (DDI_IS_VERSION_GROUP (self));

  self->generation++;
  if (cluster == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  looking = g_new0 (Looking, 1);
  looking->group = g_object_ref (self);
  looking->generation = self->generation;
  ddi_move_find_newer_async (ddi_cluster_get_home (cluster), NULL, found_cb, looking);
}
