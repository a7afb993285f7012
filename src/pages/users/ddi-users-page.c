/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-users-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-header-button.h"
#include "app/ddi-window.h"
#include "pages/users/ddi-user-activity.h"
#include "pages/users/ddi-user-dialog.h"
#include "pages/users/ddi-user-words.h"

/* Of who is most active. */
#define MOST_ACTIVE 10

struct _DdiUsersPage
{
  DdiPage parent_instance;

  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *stack;
  DdiUserActivity *activity;
  DdiRows *users;
};

G_DEFINE_FINAL_TYPE (DdiUsersPage, ddi_users_page, DDI_TYPE_PAGE)

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  DdiUsersPage *self = user_data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_autofree char *name =
      g_utf8_casefold (ddi_rows_get_text (self->users, (guint)gtk_list_box_row_get_index (row),
                                          ddi_rows_column (self->users, "name")),
                       -1);
  g_autofree char *text = ddi_user_describe (self->users, (guint)gtk_list_box_row_get_index (row));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (name, wanted) || strstr (folded, wanted);
}

static void
search_changed_cb (DdiUsersPage *self)
{
  gboolean found = FALSE;

  if (self->users == NULL)
    return;
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < ddi_rows_get_n (self->users) && !found; i++)
    found = filter_cb (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int)i), self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), found ? "list" : "nothing");
}

/* Whoever has asked for a new password waits for an administrator. */
static void
add_marks (GtkWidget *row, DdiRows *users, guint i)
{
  if (ddi_rows_get_boolean (users, i, ddi_rows_column (users, "reset_requested")))
    {
      GtkWidget *label = gtk_label_new (_ ("asks for a new password"));

      gtk_widget_add_css_class (label, "warning");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  if (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
}

static void
show_users (DdiUsersPage *self)
{
  GtkListBoxRow *old;

  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), NULL, NULL, NULL);
  while ((old = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (old));
  for (guint i = 0; i < ddi_rows_get_n (self->users); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *text = ddi_user_describe (self->users, i);
      const char *state = ddi_rows_get_text (self->users, i, ddi_rows_column (self->users, "state"));

      /* Before its texts, which would be read as markup. */
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      g_object_set (row, "title", ddi_rows_get_text (self->users, i, ddi_rows_column (self->users, "name")),
                    "subtitle", text, "activatable", g_strcmp0 (state, "local") != 0, NULL);
      add_marks (row, self->users, i);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  search_changed_cb (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiUsersPage *self = ddi_load_get_page (load);

  if (self == NULL)
    return;
  if (rows == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_pointer (&self->users, ddi_rows_unref);
  self->users = ddi_rows_ref (rows->pdata[0]);
  show_users (self);
  ddi_user_activity_show (self->activity, rows->pdata[1], self->users);
  ddi_load_done (load, ddi_rows_get_n (self->users) == 0 ? DDI_PAGE_EMPTY : DDI_PAGE_CONTENT);
}

static void
ddi_users_page_load (DdiPage *page, DdiLoad *load)
{
  DdiUsersPage *self = DDI_USERS_PAGE (page);
  DdiUnit *unit = ddi_unit_new ();
  int days = ddi_user_activity_get_days (self->activity);

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accounts/list-users", NULL);
  ddi_unit_add (unit, "reports/users",
                g_variant_new ("(i@*@*)", MOST_ACTIVE,
                               ddi_unit_day (ddi_session_get_today (ddi_page_get_session (page), 0)),
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32,
                                                    days ? g_variant_new_int32 (days) : NULL)));
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
}

static void
ddi_users_page_search (DdiPage *page)
{
  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (DDI_USERS_PAGE (page)->search);
}

static void
open_dialog (DdiUsersPage *self, int row)
{
  DdiUserDialog *dialog;

  if (self->users == NULL)
    return;
  dialog = ddi_user_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                ddi_page_get_session (DDI_PAGE (self)), self->users, row);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (ddi_page_reload), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_activated_cb (DdiUsersPage *self, GtkListBoxRow *row)
{
  open_dialog (self, gtk_list_box_row_get_index (row));
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_dialog (user_data, -1);
}

static void
ddi_users_page_dispose (GObject *object)
{
  DdiUsersPage *self = DDI_USERS_PAGE (object);

  if (self->list)
    gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), NULL, NULL, NULL);
  self->list = NULL;
  g_clear_pointer (&self->users, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_users_page_parent_class)->dispose (object);
}

static void
ddi_users_page_class_init (DdiUsersPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_users_page_dispose;
  page_class->shows = DDI_DATA_STORES | DDI_DATA_SALES | DDI_DATA_FORECASTS;
  page_class->filter = DDI_PAGE_FILTER_NONE;
  page_class->load = ddi_users_page_load;
  page_class->search = ddi_users_page_search;
}

static void
ddi_users_page_init (DdiUsersPage *self)
{
  static const GActionEntry actions[] = { { "add", add_cb, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *add = ddi_header_button_new (_ ("_Invite…"), "list-add-symbolic", "page.add", NULL);

  g_type_ensure (DDI_TYPE_USER_ACTIVITY);
  builder = gtk_builder_new_from_resource (
      "/io/github/dunkin_demand/Intelligence/ui/pages/users/ddi-users-page.ui");

  self->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  self->list = GTK_WIDGET (gtk_builder_get_object (builder, "list"));
  self->activity = DDI_USER_ACTIVITY (gtk_builder_get_object (builder, "activity"));
  self->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  ddi_page_set_content (DDI_PAGE (self), GTK_WIDGET (gtk_builder_get_object (builder, "content")));
  ddi_page_set_empty (DDI_PAGE (self), _ ("No Users to Show"),
                      _ ("Only an administrator sees who may sign in. Ask one to change what you may do."),
                      NULL, NULL);
  ddi_page_set_header (DDI_PAGE (self), add);
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->activity, "range-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkListBox *
ddi_users_page_get_list (DdiUsersPage *self)
{
  g_return_val_if_fail (DDI_IS_USERS_PAGE (self), NULL);
  return GTK_LIST_BOX (self->list);
}
