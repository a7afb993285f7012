/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-user-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-heading.h"
#include "app/ddi-message-dialog.h"
#include "db/ddi-db-error.h"
#include "pages/users/ddi-user-shops.h"
#include "pages/users/ddi-user-words.h"
#include "tasks/ddi-code-mail.h"

struct _DdiUserDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *code_group;
  GtkWidget *code;
  GtkWidget *message;
  GtkWidget *name;
  GtkWidget *email;
  GtkWidget *shown_name; /* instead of the entries, of who has an account */
  GtkWidget *shown_email;
  GtkWidget *mail_button;
  GtkWidget *role;
  GtkWidget *stores_group;
  GtkWidget *reset_group;
  GtkWidget *sessions_group;
  GtkWidget *end_all_button;
  GtkWidget *leave_group;
  GtkWidget *successor;
  GtkWidget *leave_button;

  DdiSession *session;
  DdiRows *users;
  int row;          /* -1: an invitation */
  gboolean invites; /* saving makes a code: nobody has a password here yet, or no longer */
  DdiUserShops *shops;
  GArray *successors; /* ids, in the order of the choices but for the first, nobody */
  DdiRows *sessions;  /* where they are signed in */
  GPtrArray *session_rows;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiUserDialog, ddi_user_dialog, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (DdiUserDialog *self, const char *column)
{
  return ddi_rows_get_text (self->users, (guint)self->row, ddi_rows_column (self->users, column));
}

static int
get_id (DdiUserDialog *self)
{
  return (int)ddi_rows_get_int (self->users, (guint)self->row, ddi_rows_column (self->users, "id"));
}

static const char *
get_role (DdiUserDialog *self)
{
  return ddi_user_roles[adw_combo_row_get_selected (ADW_COMBO_ROW (self->role))];
}

/* An administrator sees every shop: there is nothing to choose. */
static void
changed_cb (DdiUserDialog *self)
{
  const char *email = gtk_editable_get_text (GTK_EDITABLE (self->email));
  const char *at = strchr (email, '@');

  if (self->shops)
    ddi_user_shops_set_role (self->shops, get_role (self));
  gtk_widget_set_visible (self->stores_group, self->shops && ddi_user_shops_get_n (self->shops) > 0 &&
                                                  g_strcmp0 (get_role (self), "administrator") != 0);
  gtk_widget_set_sensitive (self->save_button, self->row >= 0 || (at && at > email && at[1] != '\0'));
}

static void
tell (DdiUserDialog *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->message), text ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
}

static void
fail (DdiUserDialog *self, const GError *error)
{
  const char *text = error->message;

  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
    text = self->row < 0 ? _ ("This user has an account already.")
                         : _ ("The last administrator stays. Make somebody else one first.");
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID))
    text = _ ("This is no e-mail address.");
  tell (self, text);
}

/* Runs a unit; @callback is called with a reference to the dialog. */
static void
run (DdiUserDialog *self, DdiUnit *unit, GAsyncReadyCallback callback)
{
  tell (self, NULL);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, callback,
                          g_object_ref (self));
}

/* The rows of @run, or NULL where there is nothing more to do. */
static GPtrArray *
finish (DdiUserDialog *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (rows == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (self, error);
      changed_cb (self);
    }
  return rows;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiUserDialog) self = user_data;
  g_autoptr (GPtrArray) rows = finish (self, source, result);

  if (rows == NULL)
    return;
  g_signal_emit (self, signals[CHANGED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* The code is told once: the database keeps its hash, and the dialog has nothing more to do. */
static void
code_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiUserDialog) self = user_data;
  g_autoptr (GPtrArray) rows = finish (self, source, result);

  if (rows == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->code), ddi_rows_get_text (rows->pdata[0], 0, 0));
  gtk_widget_set_visible (self->code_group, TRUE);
  gtk_widget_set_visible (self->save_button, FALSE);
  gtk_widget_set_visible (self->reset_group, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
save_cb (DdiUserDialog *self)
{
  gboolean administrator = g_strcmp0 (get_role (self), "administrator") == 0;
  DdiUnit *unit;

  if (!gtk_widget_get_sensitive (self->save_button) || !gtk_widget_get_visible (self->save_button))
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  if (self->invites && administrator)
    ddi_unit_add (unit, "accounts/invite",
                  g_variant_new ("(smssmai)", gtk_editable_get_text (GTK_EDITABLE (self->email)),
                                 gtk_editable_get_text (GTK_EDITABLE (self->name)), get_role (self), NULL));
  else if (self->invites)
    ddi_unit_add (unit, "accounts/invite-member",
                  g_variant_new ("(sms@ai@as)", gtk_editable_get_text (GTK_EDITABLE (self->email)),
                                 gtk_editable_get_text (GTK_EDITABLE (self->name)),
                                 ddi_user_shops_get_stores (self->shops),
                                 ddi_user_shops_get_roles (self->shops)));
  else if (administrator)
    ddi_unit_add (unit, "accounts/change-role",
                  g_variant_new ("(ismai)", get_id (self), get_role (self), NULL));
  else
    ddi_unit_add (unit, "accounts/change-memberships",
                  g_variant_new ("(i@ai@as)", get_id (self), ddi_user_shops_get_stores (self->shops),
                                 ddi_user_shops_get_roles (self->shops)));
  run (self, unit, self->invites ? code_made_cb : saved_cb);
}

static void
reset_cb (DdiUserDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "accounts/issue-reset", g_variant_new ("(i)", get_id (self)));
  run (self, unit, code_made_cb);
}

static void
copy_cb (DdiUserDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (GTK_LABEL (self->code)));
}

static void
mailed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiUserDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (ddi_code_mail_send_finish (result, &error))
    gtk_button_set_label (GTK_BUTTON (self->mail_button), _ ("Sent"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tell (self, error->message);
      gtk_widget_set_sensitive (self->mail_button, TRUE);
    }
}

static void
mail_cb (DdiUserDialog *self)
{
  tell (self, NULL);
  gtk_widget_set_sensitive (self->mail_button, FALSE);
  ddi_code_mail_send_async (ddi_session_get_database (self->session),
                            gtk_editable_get_text (GTK_EDITABLE (self->email)),
                            self->invites ? DDI_CODE_INVITATION : DDI_CODE_RESET,
                            gtk_label_get_label (GTK_LABEL (self->code)), self->cancellable, mailed_cb,
                            g_object_ref (self));
}

static void
leave (DdiUserDialog *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->successor));
  gboolean chosen = selected > 0 && selected <= self->successors->len;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "accounts/deactivate",
                g_variant_new ("(imi)", get_id (self), chosen,
                               chosen ? g_array_index (self->successors, int, selected - 1) : 0));
  run (self, unit, saved_cb);
}

static void
leave_answered_cb (AdwMessageDialog *dialog, const char *response, DdiUserDialog *self)
{
  if (g_str_equal (response, "leave"))
    leave (self);
}

/* Asked for once: their password is gone with it, and so is where they are signed in. */
static void
leave_cb (DdiUserDialog *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->successor));
  const char *name =
      gtk_string_list_get_string (GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (self->successor))),
                                  selected);
  g_autofree char *heading = g_strdup_printf (_ ("Deactivate %s?"), get_text (self, "name"));
  g_autofree char *goes = selected > 0 ? g_strdup_printf (_ ("Their shops go to %s."), name)
                                       : g_strdup (_ ("Nobody gets their shops."));
  g_autofree char *body = g_strdup_printf (
      /* Translators: %s is a sentence that says who gets the shops. */
      _ ("They are signed out everywhere, and their password no longer holds. %s What they entered stays."),
      goes);
  GtkWidget *dialog = ddi_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "leave",
                                    _ ("_Deactivate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (leave_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- where they are signed in ---- */

static void load_sessions (DdiUserDialog *self);

static void
session_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiUserDialog) self = user_data;
  g_autoptr (GPtrArray) rows = finish (self, source, result);

  if (rows == NULL)
    return;
  load_sessions (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
end_session_cb (GtkWidget *button, DdiUserDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "accounts/end-session",
                g_variant_new ("(x)", *(gint64 *)g_object_get_data (G_OBJECT (button), "id")));
  run (self, unit, session_ended_cb);
}

/* All but the one that asks, which would end in the middle of its work. */
static void
end_all_cb (DdiUserDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  for (guint i = 0; i < ddi_rows_get_n (self->sessions); i++)
    if (!ddi_rows_get_boolean (self->sessions, i, ddi_rows_column (self->sessions, "current")))
      ddi_unit_add (unit, "accounts/end-session",
                    g_variant_new ("(x)", ddi_rows_get_int (self->sessions, i, 0)));
  run (self, unit, session_ended_cb);
}

static void
add_session (DdiUserDialog *self, guint i)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean current = ddi_rows_get_boolean (self->sessions, i, ddi_rows_column (self->sessions, "current"));
  g_autofree char *seen = current ? g_strdup (_ ("this window")) : ddi_user_describe_seen (self->sessions, i);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title",
                ddi_rows_get_text (self->sessions, i, ddi_rows_column (self->sessions, "client")), "subtitle",
                seen, NULL);
  if (!current)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Sign Out"));
      gint64 id = ddi_rows_get_int (self->sessions, i, 0);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (end_session_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->sessions_group), row);
  g_ptr_array_add (self->session_rows, row);
}

static void
sessions_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiUserDialog) self = user_data;
  g_autoptr (GPtrArray) rows = finish (self, source, result);
  guint others = 0;

  if (rows == NULL)
    return;
  g_clear_pointer (&self->sessions, ddi_rows_unref);
  self->sessions = ddi_rows_ref (rows->pdata[0]);
  for (guint i = 0; i < self->session_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->sessions_group), self->session_rows->pdata[i]);
  g_ptr_array_set_size (self->session_rows, 0);
  for (guint i = 0; i < ddi_rows_get_n (self->sessions); i++)
    {
      add_session (self, i);
      others += !ddi_rows_get_boolean (self->sessions, i, ddi_rows_column (self->sessions, "current"));
    }
  gtk_widget_set_visible (self->sessions_group, ddi_rows_get_n (self->sessions) > 0);
  gtk_widget_set_visible (self->end_all_button, others > 1);
}

static void
load_sessions (DdiUserDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accounts/list-sessions", g_variant_new ("(i)", get_id (self)));
  run (self, unit, sessions_loaded_cb);
}

/* ---- filling ---- */

static void
add_successors (DdiUserDialog *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_string_list_append (choices, _ ("Nobody"));
  for (guint i = 0; i < ddi_rows_get_n (self->users); i++)
    {
      const char *state = ddi_rows_get_text (self->users, i, ddi_rows_column (self->users, "state"));
      int id = (int)ddi_rows_get_int (self->users, i, ddi_rows_column (self->users, "id"));

      if ((int)i == self->row || g_strcmp0 (state, "inactive") == 0 || g_strcmp0 (state, "local") == 0)
        continue;
      gtk_string_list_append (choices,
                              ddi_rows_get_text (self->users, i, ddi_rows_column (self->users, "name")));
      g_array_append_val (self->successors, id);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->successor), G_LIST_MODEL (choices));
}

static void
fill_roles (DdiUserDialog *self)
{
  g_autoptr (GtkStringList) roles = gtk_string_list_new (NULL);
  const char *role = self->row < 0 ? NULL : get_text (self, "role");
  guint selected = 0;

  for (guint i = 0; ddi_user_roles[i]; i++)
    {
      gtk_string_list_append (roles, ddi_user_role_name (ddi_user_roles[i]));
      if (g_strcmp0 (role, ddi_user_roles[i]) == 0)
        selected = i;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->role), G_LIST_MODEL (roles));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->role), selected);
}

/* What a row says can be copied, as from an entry. libadwaita 1.2 has no property for it. */
static void
let_select (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "subtitle"))
    gtk_label_set_selectable (GTK_LABEL (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    let_select (child);
}

/* Nothing is entered of who has an account. A row goes on in further lines where an entry would leave the address without
 * its end. */
static void
show_person (DdiUserDialog *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), get_text (self, "name"));
  gtk_editable_set_text (GTK_EDITABLE (self->email), get_text (self, "email"));
  gtk_widget_set_visible (self->name, FALSE);
  gtk_widget_set_visible (self->email, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->shown_name), get_text (self, "name"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->shown_email), get_text (self, "email"));
  gtk_widget_set_visible (self->shown_name, TRUE);
  gtk_widget_set_visible (self->shown_email, TRUE);
  let_select (self->shown_name);
  let_select (self->shown_email);
}

static void
fill (DdiUserDialog *self)
{
  const char *state = self->row < 0 ? "new" : get_text (self, "state");
  gboolean left = g_strcmp0 (state, "inactive") == 0;
  gboolean pending = g_strcmp0 (state, "invited") == 0;

  self->invites = self->row < 0 || left || pending;
  fill_roles (self);
  self->shops =
      ddi_user_shops_new (ADW_PREFERENCES_GROUP (self->stores_group), ddi_session_get_stores (self->session),
                          self->row < 0 ? NULL : get_text (self, "store_ids"),
                          self->row < 0 ? NULL : get_text (self, "store_roles"), get_role (self));
  if (self->row >= 0)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Edit User"));
      show_person (self);
      add_successors (self);
      load_sessions (self);
    }
  gtk_button_set_label (GTK_BUTTON (self->save_button), self->row < 0   ? _ ("_Invite")
                                                        : self->invites ? _ ("_Invite Again")
                                                                        : _ ("_Save"));
  gtk_widget_set_visible (self->reset_group, self->row >= 0 && !self->invites);
  gtk_widget_set_visible (self->leave_group, self->row >= 0 && !left);
  changed_cb (self);
}

static void
ddi_user_dialog_dispose (GObject *object)
{
  DdiUserDialog *self = DDI_USER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_user_dialog_parent_class)->dispose (object);
}

static void
ddi_user_dialog_finalize (GObject *object)
{
  DdiUserDialog *self = DDI_USER_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->users, ddi_rows_unref);
  g_clear_pointer (&self->sessions, ddi_rows_unref);
  g_clear_pointer (&self->shops, ddi_user_shops_free);
  g_ptr_array_unref (self->session_rows);
  g_array_unref (self->successors);
  G_OBJECT_CLASS (ddi_user_dialog_parent_class)->finalize (object);
}

static void
ddi_user_dialog_class_init (DdiUserDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_user_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_user_dialog_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", DDI_TYPE_USER_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/users/ddi-user-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, code_group);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, code);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, message);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, email);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, shown_name);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, shown_email);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, mail_button);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, role);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, stores_group);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, reset_group);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, sessions_group);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, end_all_button);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, leave_group);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, successor);
  gtk_widget_class_bind_template_child (widget_class, DdiUserDialog, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, mail_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_all_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_user_dialog_init (DdiUserDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->session_rows = g_ptr_array_new ();
  self->successors = g_array_new (FALSE, FALSE, sizeof (int));
  self->row = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
}

DdiUserDialog *
ddi_user_dialog_new (GtkWindow *parent, DdiSession *session, DdiRows *users, int row)
{
  DdiUserDialog *self = g_object_new (DDI_TYPE_USER_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->users = ddi_rows_ref (users);
  self->row = row;
  fill (self);
  if (row < 0)
    gtk_widget_grab_focus (self->name);
  return self;
}
