/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-names-group.h"

#include <glib/gi18n-lib.h>

struct _DdiNamesGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *entry;
  GPtrArray *names; /* (element-type utf8) */
  GPtrArray *rows;  /* (element-type GtkWidget) one a name */
};

G_DEFINE_FINAL_TYPE (DdiNamesGroup, ddi_names_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remove_cb (DdiNamesGroup *self, GtkWidget *button)
{
  guint i;

  if (!g_ptr_array_find (self->rows, gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW), &i))
    return;
  /* The focus goes where the next name can be entered, not away. */
  gtk_widget_grab_focus (self->entry);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_remove_index (self->rows, i);
  g_ptr_array_remove_index (self->names, i);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_name (DdiNamesGroup *self, const char *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  g_autofree char *title = g_markup_escape_text (name, -1);
  /* Translators: %s is a name of a product. */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->rows, row);
  /* The entry stays the last one. */
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->entry);
}

static char *
dup_typed (DdiNamesGroup *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
apply_cb (DdiNamesGroup *self)
{
  g_autofree char *name = dup_typed (self);

  if (*name == '\0')
    return;
  add_name (self, name);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (self->entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (DdiNamesGroup *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
typed_cb (DdiNamesGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ddi_names_group_dispose (GObject *object)
{
  g_clear_object (&DDI_NAMES_GROUP (object)->entry);
  G_OBJECT_CLASS (ddi_names_group_parent_class)->dispose (object);
}

static void
ddi_names_group_finalize (GObject *object)
{
  DdiNamesGroup *self = DDI_NAMES_GROUP (object);

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (ddi_names_group_parent_class)->finalize (object);
}

static void
ddi_names_group_class_init (DdiNamesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_names_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_names_group_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", DDI_TYPE_NAMES_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", DDI_TYPE_NAMES_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ddi_names_group_init (DdiNamesGroup *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new ();
  self->entry = g_object_ref_sink (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Add a name"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->entry);
  g_signal_connect_object (self->entry, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "entry-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

void
ddi_names_group_set_names (DdiNamesGroup *self, const char *const *names)
{
  for (gsize i = 0; names && names[i]; i++)
    add_name (self, names[i]);
}

char **
ddi_names_group_dup_names (DdiNamesGroup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *typed = dup_typed (self);

  for (guint i = 0; i < self->names->len; i++)
    g_strv_builder_add (builder, self->names->pdata[i]);
  if (*typed)
    g_strv_builder_add (builder, typed);
  return g_strv_builder_end (builder);
}

GtkWidget *
ddi_names_group_get_entry (DdiNamesGroup *self)
{
  return self->entry;
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at && !found;
       at = gtk_widget_get_next_sibling (at))
    found = find_button (at);
  return found;
}

GtkWidget *
ddi_names_group_get_remove_button (DdiNamesGroup *self, const char *name)
{
  guint i;

  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &i)
             ? find_button (self->rows->pdata[i])
             : NULL;
}
