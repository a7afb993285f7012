/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-page-private.h"

#include <glib/gi18n-lib.h>

#include "journal/ddi-journal.h"

/* A wait shorter than this shows nothing: a spinner that flashes tells less than no spinner. */
#define SPINNER_DELAY_MS 300

typedef struct
{
  char *title;
  char *icon_name;
  DdiSession *session;
  GSimpleActionGroup *actions;
  GtkWidget *header;

  GtkWidget *stack;
  GtkWidget *loading;
  GtkWidget *spinner;
  GtkWidget *empty;
  GtkWidget *empty_button;
  GtkWidget *failed;

  DdiLoad *load;
  guint spinner_source;
  DdiPageState state;
  gboolean shown;
  gboolean outdated;
  gboolean quiet; /* the load under way, or the next one, keeps what is shown in view */
} DdiPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DdiPage, ddi_page, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
stop_waiting (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  g_clear_handle_id (&priv->spinner_source, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (priv->spinner));
}

static void
retire_load (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  if (priv->load == NULL)
    return;
  ddi_load_retire (priv->load);
  g_clear_pointer (&priv->load, ddi_load_unref);
}

static gboolean
show_spinner_cb (gpointer user_data)
{
  DdiPage *self = user_data;
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  priv->spinner_source = 0;
  gtk_spinner_start (GTK_SPINNER (priv->spinner));
  gtk_stack_set_visible_child (GTK_STACK (priv->stack), priv->loading);
  return G_SOURCE_REMOVE;
}

static gboolean
shows_content (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (priv->stack)), "content") == 0;
}

static void
start_load (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  retire_load (self);
  priv->outdated = FALSE;
  priv->load = ddi_load_new (self, priv->session);
  priv->quiet &= shows_content (self);
  priv->state = DDI_PAGE_LOADING;
  if (priv->spinner_source == 0 && !priv->quiet)
    priv->spinner_source = g_timeout_add (SPINNER_DELAY_MS, show_spinner_cb, self);

  if (DDI_PAGE_GET_CLASS (self)->load)
    {
      g_autoptr (DdiLoad) load = ddi_load_ref (priv->load);

      DDI_PAGE_GET_CLASS (self)->load (self, load);
    }
  else
    ddi_page_settle (self, DDI_PAGE_CONTENT, NULL);
}

static void
load_if_shown (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  if (priv->shown && priv->outdated && priv->session)
    start_load (self);
}

static void
filter_changed_cb (DdiSession *session, DdiPage *self)
{
  if (DDI_PAGE_GET_CLASS (self)->filter != DDI_PAGE_FILTER_NONE)
    ddi_page_reload (self);
}

static void
data_changed_cb (DdiSession *session, guint what, DdiPage *self)
{
  guint shows = DDI_PAGE_GET_CLASS (self)->shows | DDI_DATA_SETTINGS;

  if (what & DDI_DATA_ELSEWHERE)
    shows |= DDI_PAGE_GET_CLASS (self)->watches;
  if (shows & what & DDI_DATA_ALL)
    ddi_page_refresh (self);
}

static void
retry_cb (GtkButton *button, DdiPage *self)
{
  ddi_page_reload (self);
}

static GtkWidget *
status_page (const char *icon_name)
{
  return g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", icon_name, NULL);
}

static GtkWidget *
pill_button (const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

static void
ddi_page_dispose (GObject *object)
{
  DdiPage *self = DDI_PAGE (object);
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  retire_load (self);
  g_clear_handle_id (&priv->spinner_source, g_source_remove);
  if (priv->session)
    g_signal_handlers_disconnect_by_data (priv->session, self);
  g_clear_object (&priv->session);
  g_clear_object (&priv->header);
  G_OBJECT_CLASS (ddi_page_parent_class)->dispose (object);
}

static void
ddi_page_finalize (GObject *object)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (DDI_PAGE (object));

  g_free (priv->title);
  g_free (priv->icon_name);
  g_object_unref (priv->actions);
  G_OBJECT_CLASS (ddi_page_parent_class)->finalize (object);
}

static void
ddi_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (DDI_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, priv->icon_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ddi_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TITLE:
      ddi_page_set_title (DDI_PAGE (object), g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      ddi_page_set_icon_name (DDI_PAGE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ddi_page_class_init (DdiPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ddi_page_dispose;
  object_class->finalize = ddi_page_finalize;
  object_class->get_property = ddi_page_get_property;
  object_class->set_property = ddi_page_set_property;
  klass->shows = DDI_DATA_ALL;
  klass->filter = DDI_PAGE_FILTER_STORE | DDI_PAGE_FILTER_RANGE;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                                                    G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ICON_NAME] =
      g_param_spec_string ("icon-name", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_page_init (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);
  GtkWidget *retry = pill_button (_ ("_Try Again")), *details = pill_button (_ ("Copy _Details"));
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  priv->actions = g_simple_action_group_new ();
  priv->outdated = TRUE;
  priv->spinner = g_object_new (GTK_TYPE_SPINNER, "width-request", 32, "height-request", 32, "halign",
                                GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  priv->loading = priv->spinner;
  priv->empty = status_page ("document-open-recent-symbolic");
  priv->failed = status_page ("dialog-warning-symbolic");
  g_signal_connect (retry, "clicked", G_CALLBACK (retry_cb), self);
  gtk_widget_remove_css_class (details, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (details), "app.copy-details");
  gtk_box_append (GTK_BOX (buttons), retry);
  gtk_box_append (GTK_BOX (buttons), details);
  adw_status_page_set_child (ADW_STATUS_PAGE (priv->failed), buttons);

  priv->stack = gtk_stack_new ();
  gtk_stack_set_transition_type (GTK_STACK (priv->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_vhomogeneous (GTK_STACK (priv->stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (priv->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (priv->stack), adw_bin_new (), "nothing");
  gtk_stack_add_named (GTK_STACK (priv->stack), priv->loading, "loading");
  gtk_stack_add_named (GTK_STACK (priv->stack), priv->empty, "empty");
  gtk_stack_add_named (GTK_STACK (priv->stack), priv->failed, "failed");
  adw_bin_set_child (ADW_BIN (self), priv->stack);
}

void
ddi_page_settle (DdiPage *self, DdiPageState state, const GError *error)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);
  static const char *const children[] = { "loading", "content", "empty", "failed", "failed" };

  stop_waiting (self);
  if (state == DDI_PAGE_LOADING)
    gtk_spinner_start (GTK_SPINNER (priv->spinner));
  if (error && priv->quiet)
    {
      /* Somebody may be at work on what is shown; it is read again when the page is next visited. */
      g_debug ("%s is not up to date: %s", priv->title, error->message);
      priv->outdated = TRUE;
      priv->quiet = FALSE;
      priv->state = DDI_PAGE_CONTENT;
      return;
    }
  priv->quiet = FALSE;
  priv->state = state;
  if (error)
    {
      /* A message of the database may hold any sign; the description is markup. */
      g_autofree char *what = g_markup_escape_text (error->message, -1);
      g_autofree char *description = NULL;

      ddi_journal_note_error (G_OBJECT_TYPE_NAME (self), error);
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (priv->failed), state == DDI_PAGE_OFFLINE
                                                                         ? "network-offline-symbolic"
                                                                         : "dialog-warning-symbolic");
      adw_status_page_set_title (ADW_STATUS_PAGE (priv->failed), state == DDI_PAGE_OFFLINE
                                                                     ? _ ("The Database Does Not Answer")
                                                                     : _ ("This Page Could Not Be Loaded"));
      description = g_strdup_printf (_ ("%s\n\nNothing was changed; what is stored is safe."), what);
      adw_status_page_set_description (ADW_STATUS_PAGE (priv->failed), description);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (priv->stack), children[state]);
}

void
ddi_page_outdate (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  priv->outdated = TRUE;
}

DdiSession *
ddi_page_get_session (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return priv->session;
}

void
ddi_page_set_session (DdiPage *self, DdiSession *session)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  if (priv->session == session)
    return;
  retire_load (self);
  if (priv->session)
    g_signal_handlers_disconnect_by_data (priv->session, self);
  g_set_object (&priv->session, session);
  if (session)
    {
      g_signal_connect_object (session, "filter-changed", G_CALLBACK (filter_changed_cb), self, 0);
      g_signal_connect_object (session, "data-changed", G_CALLBACK (data_changed_cb), self, 0);
    }
  priv->outdated = TRUE;
  load_if_shown (self);
}

const char *
ddi_page_get_title (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return priv->title;
}

void
ddi_page_set_title (DdiPage *self, const char *title)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
ddi_page_get_icon_name (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return priv->icon_name;
}

void
ddi_page_set_icon_name (DdiPage *self, const char *icon_name)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  if (g_strcmp0 (priv->icon_name, icon_name) == 0)
    return;
  g_free (priv->icon_name);
  priv->icon_name = g_strdup (icon_name);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (priv->empty), icon_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

void
ddi_page_set_content (DdiPage *self, GtkWidget *content)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  gtk_stack_add_named (GTK_STACK (priv->stack), content, "content");
}

void
ddi_page_set_empty (DdiPage *self, const char *title, const char *description, const char *button,
                    const char *action_name)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);
  AdwStatusPage *empty = ADW_STATUS_PAGE (priv->empty);

  adw_status_page_set_title (empty, title);
  adw_status_page_set_description (empty, description);
  if (action_name)
    {
      GtkWidget *widget = pill_button (button);

      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (widget), action_name);
      adw_status_page_set_child (empty, widget);
    }
  else
    adw_status_page_set_child (empty, NULL);
}

void
ddi_page_set_header (DdiPage *self, GtkWidget *widget)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  g_clear_object (&priv->header);
  if (widget)
    priv->header = g_object_ref_sink (widget);
}

GtkWidget *
ddi_page_get_header (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return priv->header;
}

GActionMap *
ddi_page_get_actions (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return G_ACTION_MAP (priv->actions);
}

DdiPageState
ddi_page_get_state (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  return priv->state;
}

void
ddi_page_set_shown (DdiPage *self, gboolean shown)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  priv->shown = shown;
  load_if_shown (self);
}

void
ddi_page_reload (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  priv->quiet = FALSE;
  priv->outdated = TRUE;
  load_if_shown (self);
}

void
ddi_page_refresh (DdiPage *self)
{
  DdiPagePrivate *priv = ddi_page_get_instance_private (self);

  /* A louder load that is under way, or due, stays one. */
  priv->quiet |= priv->state != DDI_PAGE_LOADING && !priv->outdated;
  priv->outdated = TRUE;
  load_if_shown (self);
}

void
ddi_page_search (DdiPage *self)
{
  if (DDI_PAGE_GET_CLASS (self)->search)
    DDI_PAGE_GET_CLASS (self)->search (self);
}

void
ddi_page_go_to (DdiPage *self, const char *place)
{
  if (g_str_equal (place, DDI_PAGE_NEW))
    g_action_group_activate_action (G_ACTION_GROUP (ddi_page_get_actions (self)), "add", NULL);
  else if (DDI_PAGE_GET_CLASS (self)->go_to)
    DDI_PAGE_GET_CLASS (self)->go_to (self, place);
}
