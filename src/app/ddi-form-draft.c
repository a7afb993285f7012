/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-form-draft.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/ddi-window-private.h"

/* As long after a change as somebody types a word. */
#define DELAY_MS 700

/* What a field holds, the first of these that it has. A switch's "active" is asked for apart, since buttons have one
 * that means something else. */
static const char *const properties[] = { "text", "day", "weekdays", "enable-expansion", "selected" };

typedef struct
{
  GtkWindow *form; /* owns this */
  DdiDrafts *drafts;
  char *key, *page, *place, *title;
  GPtrArray *fields; /* GtkWidget, owned by the form */
  JsonObject *start; /* as the form was opened */
  guint source;
} Keeper;

static const char *
property_of (GtkWidget *field)
{
  if (GTK_IS_SWITCH (field))
    return "active";
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (field), properties[i]);

      if (pspec && (pspec->flags & G_PARAM_READWRITE) == G_PARAM_READWRITE)
        return properties[i];
    }
  return NULL;
}

#define KEEPER_KEY "ddi-form-draft"
#define NAME_KEY "ddi-form-draft-name"

static const char *
id_of (GtkWidget *field)
{
  const char *name = g_object_get_data (G_OBJECT (field), NAME_KEY);

  return name ? name : gtk_buildable_get_buildable_id (GTK_BUILDABLE (field));
}

/* Own children of the form's template and what was given a name, not the parts that they are made of. */
static gboolean
is_field (GtkWindow *form, GtkWidget *widget)
{
  const char *id = id_of (widget);

  if (g_object_get_data (G_OBJECT (widget), NAME_KEY))
    return property_of (widget) != NULL;
  return id &&
         gtk_widget_get_template_child (GTK_WIDGET (form), G_OBJECT_TYPE (form), id) == G_OBJECT (widget) &&
         property_of (widget);
}

static void
collect (Keeper *self, GtkWidget *widget)
{
  gboolean field = is_field (self->form, widget);

  if (field)
    g_ptr_array_add (self->fields, widget);
  /* An expander is a field and holds some. */
  if (field && !ADW_IS_EXPANDER_ROW (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect (self, child);
}

/* A choice is kept as what the user reads: the list may be another one next time. */
static char *
dup_choice (GtkWidget *field, guint position)
{
  GListModel *model = NULL;
  GtkExpression *expression = NULL;
  g_autoptr (GObject) item = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get (field, "model", &model, "expression", &expression, NULL);
  item = model ? g_list_model_get_item (model, position) : NULL;
  g_clear_object (&model);
  if (item && GTK_IS_STRING_OBJECT (item))
    {
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_string (&value, gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
    }
  else if (item && expression && gtk_expression_get_value_type (expression) == G_TYPE_STRING)
    gtk_expression_evaluate (expression, item, &value);
  g_clear_pointer (&expression, gtk_expression_unref);
  return G_VALUE_HOLDS_STRING (&value) ? g_value_dup_string (&value) : NULL;
}

static void
choose (GtkWidget *field, const char *text)
{
  GListModel *model = NULL;
  guint n;

  g_object_get (field, "model", &model, NULL);
  n = model ? g_list_model_get_n_items (model) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *choice = dup_choice (field, i);

      if (g_strcmp0 (choice, text) != 0)
        continue;
      g_object_set (field, "selected", i, NULL);
      break;
    }
  g_clear_object (&model);
}

static void
read_field (GtkWidget *field, JsonObject *fields)
{
  const char *property = property_of (field), *id = id_of (field);
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (field), property, &value);
  if (G_VALUE_HOLDS_UINT (&value))
    {
      g_autofree char *choice = dup_choice (field, g_value_get_uint (&value));

      if (choice)
        json_object_set_string_member (fields, id, choice);
    }
  else if (G_VALUE_HOLDS_STRING (&value))
    json_object_set_string_member (fields, id,
                                   g_value_get_string (&value) ? g_value_get_string (&value) : "");
  else if (G_VALUE_HOLDS_BOOLEAN (&value))
    json_object_set_boolean_member (fields, id, g_value_get_boolean (&value));
  else if (G_VALUE_HOLDS_INT (&value))
    json_object_set_int_member (fields, id, g_value_get_int (&value));
}

/* A member of another type than the field's, from a form that has changed since, is left alone. */
static void
write_field (GtkWidget *field, JsonObject *fields)
{
  const char *property = property_of (field);
  GType type = g_object_class_find_property (G_OBJECT_GET_CLASS (field), property)->value_type;
  JsonNode *node = json_object_get_member (fields, id_of (field));
  GType kept = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_UINT && kept == G_TYPE_STRING)
    choose (field, json_node_get_string (node));
  else if (type == G_TYPE_STRING && kept == G_TYPE_STRING)
    g_object_set (field, property, json_node_get_string (node), NULL);
  else if (type == G_TYPE_BOOLEAN && kept == G_TYPE_BOOLEAN)
    g_object_set (field, property, json_node_get_boolean (node), NULL);
  else if (type == G_TYPE_INT && kept == G_TYPE_INT64)
    g_object_set (field, property, (int)json_node_get_int (node), NULL);
}

static JsonObject *
read_form (Keeper *self)
{
  JsonObject *fields = json_object_new ();

  for (guint i = 0; i < self->fields->len; i++)
    read_field (self->fields->pdata[i], fields);
  return fields;
}

static void
forget (Keeper *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  ddi_drafts_forget (self->drafts, self->key);
}

static gboolean
same (JsonObject *a, JsonObject *b)
{
  g_autoptr (JsonNode) x = json_node_init_object (json_node_alloc (), a);
  g_autoptr (JsonNode) y = json_node_init_object (json_node_alloc (), b);

  return json_node_equal (x, y);
}

/* A choice whose list has come since began with what it is seen as first: nobody has chosen it. */
static void
begin_late (Keeper *self, JsonObject *fields)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &node))
    if (!json_object_has_member (self->start, name))
      json_object_set_member (self->start, name, json_node_copy (node));
}

static gboolean
keep_cb (gpointer user_data)
{
  Keeper *self = user_data;
  g_autoptr (JsonObject) fields = read_form (self);

  self->source = 0;
  begin_late (self, fields);
  if (same (fields, self->start))
    ddi_drafts_forget (self->drafts, self->key);
  else
    ddi_drafts_keep (self->drafts, ddi_draft_new (self->key, self->page, self->place, self->title, fields));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (Keeper *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, keep_cb, self);
}

static void
saved_cb (Keeper *self)
{
  forget (self);
}

static gboolean
close_request_cb (Keeper *self)
{
  forget (self);
  return GDK_EVENT_PROPAGATE;
}

static void
keeper_free (gpointer data)
{
  Keeper *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->drafts);
  g_free (self->key);
  g_free (self->page);
  g_free (self->place);
  g_free (self->title);
  g_ptr_array_unref (self->fields);
  json_object_unref (self->start);
  g_free (self);
}

static void
restore (Keeper *self)
{
  const DdiDraft *draft = ddi_drafts_find (self->drafts, self->key);
  g_autofree char *title = NULL;

  if (draft == NULL)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    write_field (self->fields->pdata[i], draft->fields);
  /* Translators: the title of a form whose fields were typed before the program ended; "Add Product – unfinished". */
  title = g_strdup_printf (_ ("%s – unfinished"), self->title);
  gtk_window_set_title (self->form, title);
}

void
ddi_form_draft_name_field (GtkWidget *field, const char *name)
{
  g_object_set_data_full (G_OBJECT (field), NAME_KEY, g_strdup (name), g_free);
}

void
ddi_form_draft_done (GtkWindow *form)
{
  Keeper *self = g_object_get_data (G_OBJECT (form), KEEPER_KEY);

  if (self)
    forget (self);
}

void
ddi_form_draft_attach (GtkWindow *form, DdiSession *session, const DdiFormPlace *place)
{
  DdiDrafts *drafts = ddi_home_get_drafts (ddi_session_get_home (session));
  Keeper *self;

  if (drafts == NULL)
    return;
  self = g_new0 (Keeper, 1);
  self->form = form;
  self->drafts = g_object_ref (drafts);
  self->key = g_strdup (place->key);
  self->page = g_strdup (place->page);
  self->place = g_strdup (place->place);
  self->title = g_strdup (gtk_window_get_title (form));
  self->fields = g_ptr_array_new ();
  collect (self, GTK_WIDGET (form));

  self->start = read_form (self);
  restore (self);
  for (guint i = 0; i < self->fields->len; i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", property_of (self->fields->pdata[i]), NULL);

      g_signal_connect_swapped (self->fields->pdata[i], signal, G_CALLBACK (changed_cb), self);
    }
  if (g_signal_lookup ("saved", G_OBJECT_TYPE (form)) != 0)
    g_signal_connect_swapped (form, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (form, "close-request", G_CALLBACK (close_request_cb), self);
  g_object_set_data_full (G_OBJECT (form), KEEPER_KEY, self, keeper_free);
}

static void
tell_draft (DdiWindow *window, const DdiDraft *draft)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (draft->kept_at);
  g_autofree char *at = g_date_time_format (time, "%x %R");
  g_autofree char *target = g_strjoin ("#", draft->page, draft->place, NULL);
  /* Translators: the title of a form, then when it was typed: "Unfinished: Add Product, 11/26/2026 14:05". */
  g_autofree char *title = g_strdup_printf (_ ("Unfinished: %s, %s"), draft->title, at);
  g_autofree char *text = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("Continue"));
  adw_toast_set_action_name (toast, "win.open-page");
  adw_toast_set_action_target (toast, "s", target);
  ddi_window_show_toast (window, toast);
}

void
ddi_form_draft_tell (DdiWindow *window)
{
  DdiSession *session = ddi_window_get_session (window);
  DdiDrafts *drafts = session ? ddi_home_get_drafts (ddi_session_get_home (session)) : NULL;
  g_autoptr (GPtrArray) list = drafts ? ddi_drafts_list (drafts) : g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    tell_draft (window, list->pdata[i]);
}
