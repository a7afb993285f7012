/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-jump-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-jump.h"
#include "app/ddi-window-private.h"

#define MOST_ROWS 20

struct _DdiJumpDialog
{
  AdwWindow parent_instance;

  GtkWidget *search;
  GtkWidget *rows;
  GtkWidget *stack;
};

G_DEFINE_FINAL_TYPE (DdiJumpDialog, ddi_jump_dialog, ADW_TYPE_WINDOW)

static const char *
kind_of (const DdiJump *jump)
{
  static const char *const kinds[] = { N_ ("Page"), N_ ("Shop"), N_ ("Product") };

  return _ (kinds[jump->kind]);
}

static GtkWidget *
make_row (DdiJump *jump)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (jump->name), *kind = gtk_label_new (kind_of (jump));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", jump->name, kind_of (jump));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_widget_add_css_class (kind, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "jump", jump, (GDestroyNotify)ddi_jump_free);
  return row;
}

static void
show_found (DdiJumpDialog *self)
{
  DdiWindow *window = DDI_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
  DdiSession *session = ddi_window_get_session (window);
  g_autoptr (GPtrArray) found = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), 0)))
    gtk_list_box_remove (GTK_LIST_BOX (self->rows), GTK_WIDGET (row));
  if (session == NULL)
    return;
  found = ddi_jump_find (ddi_window_get_page_infos (window), session,
                         gtk_editable_get_text (GTK_EDITABLE (self->search)), MOST_ROWS);
  g_ptr_array_set_free_func (found, NULL); /* the rows take them */
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->rows), make_row (found->pdata[i]));
  gtk_list_box_select_row (GTK_LIST_BOX (self->rows),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), 0));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), found->len > 0 ? "found" : "nothing");
}

static void
row_activated_cb (DdiJumpDialog *self, GtkListBoxRow *row)
{
  g_autoptr (DdiWindow) window = g_object_ref (DDI_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self))));
  g_autoptr (GtkListBoxRow) kept = g_object_ref (row);

  gtk_window_destroy (GTK_WINDOW (self));
  ddi_jump_follow (g_object_get_data (G_OBJECT (kept), "jump"), window);
}

static void
entry_activated_cb (DdiJumpDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->rows));

  if (row)
    row_activated_cb (self, row);
}

/* Down and up move in the list while the entry keeps what is typed. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                DdiJumpDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->rows));
  int step = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down ? 1
             : keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up   ? -1
                                                                 : 0;
  GtkListBoxRow *next;

  if (row == NULL || step == 0)
    return FALSE;
  next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows),
                                        MAX (gtk_list_box_row_get_index (row) + step, 0));
  if (next)
    gtk_list_box_select_row (GTK_LIST_BOX (self->rows), next);
  return TRUE;
}

static void
ddi_jump_dialog_class_init (DdiJumpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-jump-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiJumpDialog, search);
  gtk_widget_class_bind_template_child (widget_class, DdiJumpDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, DdiJumpDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_jump_dialog_init (DdiJumpDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->search, keys);
}

DdiJumpDialog *
ddi_jump_dialog_new (DdiWindow *window)
{
  DdiJumpDialog *self = g_object_new (DDI_TYPE_JUMP_DIALOG, "transient-for", window, NULL);

  show_found (self);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (show_found), self, G_CONNECT_SWAPPED);
  return self;
}
