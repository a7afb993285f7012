/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-dialog-title.h"
#include "app/ddi-filter-bar.h"
#include "app/ddi-jump-dialog.h"
#include "app/ddi-outbox-button.h"
#include "app/ddi-window-lock.h"

/* Narrower than this the filter leaves the header bar for a row of its own. */
#define WIDE_PIXELS 1000
/* Narrower than this margins are halved. */
#define NARROW_PIXELS 600
#define UNDO_SIZE 50

struct _DdiWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *views;
  GtkWidget *start_view;
  GtkWidget *lock_view;
  GtkWidget *leaflet;
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkWidget *rows;
  GtkWidget *place;
  GtkWidget *outbox_button;
  GtkWidget *title;
  GtkWidget *page_header;
  GtkWidget *wide_filter;
  GtkWidget *narrow_filter;
  GtkWidget *wide_filter_bar;
  GtkWidget *narrow_filter_bar;
  GtkWidget *pages;

  DdiSession *session;
  DdiWindowLock *lock;
  const DdiPageInfo *infos;
  const DdiCommandInfo *commands;
  DdiPage *page; /* the visible one; owned by the stack */
  DdiUndoLog *undo_log;
  gboolean wide;
  guint adapt_source;
};

G_DEFINE_FINAL_TYPE (DdiWindow, ddi_window, ADW_TYPE_APPLICATION_WINDOW)

static const DdiPageInfo *
find_info (DdiWindow *self, const char *id)
{
  for (const DdiPageInfo *info = self->infos; info->id; info++)
    if (g_str_equal (info->id, id))
      return info;
  return NULL;
}

static gboolean
may_open (DdiWindow *self, const DdiPageInfo *info)
{
  return !info->administrators ||
         (self->session && ddi_home_is_administrator (ddi_session_get_home (self->session)));
}

static DdiPage *
make_page (DdiWindow *self, const DdiPageInfo *info)
{
  GtkWidget *page =
      g_object_new (info->get_type (), "title", _ (info->title), "icon-name", info->icon_name, NULL);

  gtk_stack_add_named (GTK_STACK (self->pages), page, info->id);
  ddi_page_set_session (DDI_PAGE (page), self->session);
  return DDI_PAGE (page);
}

/* The focus leaves before what has it goes: GTK's window keeps a reference to that otherwise. */
static void
set_filter_visible (DdiWindow *self, GtkWidget *filter, gboolean visible)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!visible && focus && gtk_widget_is_ancestor (focus, filter))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_visible (filter, visible);
}

/* The filter stands in the header bar where there is room, in a row of its own otherwise. (In the header
 * bar it sits in a squeezer, so that it never keeps the window from becoming narrow.) */
static void
place_filter (DdiWindow *self)
{
  DdiPageFilter parts = self->page ? DDI_PAGE_GET_CLASS (self->page)->filter : DDI_PAGE_FILTER_NONE;

  /* Without parts the whole filter goes, once: a part that has the focus and is hidden within what is hidden as well
   * is referenced twice by GTK 4.8's window, which frees it once. */
  if (parts != DDI_PAGE_FILTER_NONE)
    {
      ddi_filter_bar_set_parts (DDI_FILTER_BAR (self->wide_filter_bar), parts);
      ddi_filter_bar_set_parts (DDI_FILTER_BAR (self->narrow_filter_bar), parts);
    }
  set_filter_visible (self, self->wide_filter, self->wide && parts != DDI_PAGE_FILTER_NONE);
  set_filter_visible (self, self->narrow_filter, !self->wide && parts != DDI_PAGE_FILTER_NONE);
}

static void
show_page (DdiWindow *self, DdiPage *page)
{
  if (self->page == page)
    return;
  if (self->page)
    ddi_page_set_shown (self->page, FALSE);
  self->page = page;
  gtk_stack_set_visible_child (GTK_STACK (self->pages), GTK_WIDGET (page));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (ddi_page_get_actions (page)));
  adw_bin_set_child (ADW_BIN (self->page_header), ddi_page_get_header (page));
  ddi_dialog_title_set_text (DDI_DIALOG_TITLE (self->title), ddi_page_get_title (page));
  place_filter (self);
  ddi_page_set_shown (page, TRUE);
}

static void
drop_pages (DdiWindow *self)
{
  GtkWidget *child;

  self->page = NULL;
  if (self->pages == NULL)
    return;
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", NULL);
  adw_bin_set_child (ADW_BIN (self->page_header), NULL);
  while ((child = gtk_widget_get_first_child (self->pages)) != NULL)
    gtk_stack_remove (GTK_STACK (self->pages), child);
}

static gboolean
adapt_cb (gpointer user_data)
{
  DdiWindow *self = user_data;

  self->adapt_source = 0;
  self->wide = gtk_widget_get_width (GTK_WIDGET (self)) >= WIDE_PIXELS;
  place_filter (self);
  if (gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_PIXELS)
    gtk_widget_add_css_class (GTK_WIDGET (self), "ddi-narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "ddi-narrow");
  return G_SOURCE_REMOVE;
}

static void
row_selected_cb (DdiWindow *self, GtkListBoxRow *row)
{
  if (row && self->session)
    ddi_window_open_page (self, g_object_get_data (G_OBJECT (row), "id"), NULL);
}

static void
row_activated_cb (DdiWindow *self, GtkListBoxRow *row)
{
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->content);
}

/* GTK 4.8 walks a list with Tab, and this one opens what it walks over: Tab leaves it for the page, arrows walk. */
static gboolean
leave_rows_cb (GtkWidget *rows, GVariant *args, gpointer user_data)
{
  DdiWindow *self = user_data;

  return gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
back_cb (DdiWindow *self)
{
  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->sidebar);
}

/* Folded, the page stays in view rather than the list it was chosen from. */
static void
folded_cb (DdiWindow *self)
{
  if (adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet)))
    adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->content);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, DdiWindow *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  if (self->session == NULL)
    return FALSE;
  for (GSList *l = files; l; l = l->next)
    g_list_store_append (list, l->data);
  for (const DdiCommandInfo *command = self->commands; command->name; command++)
    if (command->drop)
      {
        command->drop (self, G_LIST_MODEL (list));
        return TRUE;
      }
  return FALSE;
}

static void
open_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWindow *self = user_data;
  g_auto (GStrv) parts = g_strsplit (g_variant_get_string (parameter, NULL), "#", 2);

  if (parts[0] && self->session)
    ddi_window_open_page (self, parts[0], parts[1]);
}

static void
reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWindow *self = user_data;

  if (self->page)
    ddi_page_reload (self->page);
}

static void
jump_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWindow *self = user_data;

  if (self->session)
    gtk_window_present (GTK_WINDOW (ddi_jump_dialog_new (self)));
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWindow *self = user_data;

  ddi_undo_log_undo (self->undo_log, g_variant_get_uint32 (parameter));
}

static void
undo_last (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DdiWindow *self = DDI_WINDOW (widget);

  if (!ddi_undo_log_undo (self->undo_log, 0))
    ddi_window_add_toast (self, _ ("Nothing to undo"));
}

static void
search (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DdiWindow *self = DDI_WINDOW (widget);

  if (self->page)
    ddi_page_search (self->page);
}

static void
command_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWindow *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  for (const DdiCommandInfo *command = self->commands; command->name; command++)
    if (g_str_equal (command->name, name))
      command->activate (self, parameter);
}

static void
add_row (DdiWindow *self, const DdiPageInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (info->icon_name);
  GtkWidget *label = gtk_label_new (_ (info->title));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (info->title), -1);
  g_object_set_data (G_OBJECT (row), "id", (gpointer)info->id);
  gtk_list_box_append (GTK_LIST_BOX (self->rows), row);
}

static void
add_actions (DdiWindow *self)
{
  static const GActionEntry entries[] = {
    { "open-page", open_page_cb, "s", NULL, NULL, { 0 } },
    { "jump", jump_cb, NULL, NULL, NULL, { 0 } },
    { "reload", reload_cb, NULL, NULL, NULL, { 0 } },
    { "undo-entry", undo_cb, "u", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (const DdiCommandInfo *command = self->commands; command->name; command++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (command->name, command->parameter_type);

      g_simple_action_set_enabled (action, !command->accounts);
      g_signal_connect (action, "activate", G_CALLBACK (command_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

static void
ddi_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiWindow *self = DDI_WINDOW (widget);
  gboolean narrow = gtk_widget_has_css_class (widget, "ddi-narrow");

  GTK_WIDGET_CLASS (ddi_window_parent_class)->size_allocate (widget, width, height, baseline);
  if ((self->wide != (width >= WIDE_PIXELS) || narrow != (width < NARROW_PIXELS)) && self->adapt_source == 0)
    self->adapt_source = g_idle_add (adapt_cb, self);
}

static void
ddi_window_dispose (GObject *object)
{
  DdiWindow *self = DDI_WINDOW (object);

  g_clear_handle_id (&self->adapt_source, g_source_remove);
  drop_pages (self);
  self->pages = NULL;
  g_clear_object (&self->lock);
  g_clear_object (&self->session);
  if (self->undo_log)
    ddi_undo_log_clear (self->undo_log);
  G_OBJECT_CLASS (ddi_window_parent_class)->dispose (object);
}

static void
ddi_window_finalize (GObject *object)
{
  DdiWindow *self = DDI_WINDOW (object);

  g_clear_pointer (&self->undo_log, ddi_undo_log_free);
  G_OBJECT_CLASS (ddi_window_parent_class)->finalize (object);
}

static void
ddi_window_class_init (DdiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_window_finalize;
  widget_class->size_allocate = ddi_window_size_allocate;

  g_type_ensure (DDI_TYPE_FILTER_BAR);
  g_type_ensure (DDI_TYPE_LOCK_VIEW);
  g_type_ensure (DDI_TYPE_OUTBOX_BUTTON);
  g_type_ensure (DDI_TYPE_START_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/dunkin_demand/Intelligence/ui/app/ddi-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, views);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, start_view);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, lock_view);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, content);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, place);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, outbox_button);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, page_header);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, wide_filter);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, narrow_filter);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, wide_filter_bar);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, narrow_filter_bar);
  gtk_widget_class_bind_template_child (widget_class, DdiWindow, pages);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);

  /* Bindings rather than accelerators: an entry that has the focus undoes and searches by itself. */
  gtk_widget_class_install_action (widget_class, "window.undo", NULL, undo_last);
  gtk_widget_class_install_action (widget_class, "window.search", NULL, search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "window.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "window.search", NULL);
}

static void
add_leaving_by_tab (DdiWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Tab, 0),
                                                          gtk_callback_action_new (leave_rows_cb, self,
                                                                                   NULL)));
  gtk_widget_add_controller (self->rows, keys);
}

static void
ddi_window_init (DdiWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->wide = TRUE;
  self->undo_log = ddi_undo_log_new (self, UNDO_SIZE);
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_filter_bar_keep_one_line (DDI_FILTER_BAR (self->wide_filter_bar));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  add_leaving_by_tab (self);
  self->lock = ddi_window_lock_new (self, GTK_STACK (self->views), DDI_LOCK_VIEW (self->lock_view));
}

DdiWindow *
ddi_window_new (GtkApplication *application, const DdiPageInfo *pages, const DdiCommandInfo *commands)
{
  DdiWindow *self = g_object_new (DDI_TYPE_WINDOW, "application", application, NULL);

  self->infos = pages;
  self->commands = commands;
  for (const DdiPageInfo *info = pages; info->id; info++)
    add_row (self, info);
  add_actions (self);
  return self;
}

DdiSession *
ddi_window_get_session (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->session;
}

void
ddi_window_set_session (DdiWindow *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_WINDOW (self));

  ddi_window_lock_set_session (self->lock, session);
  drop_pages (self);
  ddi_undo_log_clear (self->undo_log);
  if (g_set_object (&self->session, session) && session)
    ddi_window_tell_generated (self, session);
  ddi_filter_bar_set_session (DDI_FILTER_BAR (self->wide_filter_bar), session);
  ddi_filter_bar_set_session (DDI_FILTER_BAR (self->narrow_filter_bar), session);
  ddi_outbox_button_set_session (DDI_OUTBOX_BUTTON (self->outbox_button), session);
  gtk_stack_set_visible_child_name (GTK_STACK (self->views), session ? "main" : "start");
  gtk_list_box_unselect_all (GTK_LIST_BOX (self->rows));
  for (const DdiPageInfo *info = self->infos; info->id; info++)
    gtk_widget_set_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows),
                                                                       (int)(info - self->infos))),
                            may_open (self, info));
  for (const DdiCommandInfo *command = self->commands; command->name; command++)
    if (command->accounts)
      g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                       g_action_map_lookup_action (G_ACTION_MAP (self), command->name)),
                                   session && ddi_home_get_email (ddi_session_get_home (session)));
  if (session)
    {
      gtk_list_box_select_row (GTK_LIST_BOX (self->rows),
                               gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), 0));
      adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet), self->content);
    }
}

DdiWindowLock *
ddi_window_get_lock (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->lock;
}

DdiStartView *
ddi_window_get_start_view (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return DDI_START_VIEW (self->start_view);
}

AdwToastOverlay *
ddi_window_get_toasts (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return ADW_TOAST_OVERLAY (self->toasts);
}

DdiUndoLog *
ddi_window_get_undo_log (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->undo_log;
}

void
ddi_window_set_place (DdiWindow *self, const char *place)
{
  g_return_if_fail (DDI_IS_WINDOW (self));
  gtk_label_set_label (GTK_LABEL (self->place), place);
}

gboolean
ddi_window_open_page (DdiWindow *self, const char *id, const char *place)
{
  const DdiPageInfo *info;
  DdiPage *page;

  g_return_val_if_fail (DDI_IS_WINDOW (self) && self->session, FALSE);

  info = find_info (self, id);
  if (info == NULL || !may_open (self, info))
    return FALSE;
  page = (DdiPage *)gtk_stack_get_child_by_name (GTK_STACK (self->pages), id);
  if (page == NULL)
    page = make_page (self, info);
  show_page (self, page);
  gtk_list_box_select_row (GTK_LIST_BOX (self->rows),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows),
                                                          (int)(info - self->infos)));
  if (place)
    ddi_page_go_to (page, place);
  return TRUE;
}

DdiPage *
ddi_window_get_page (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->page;
}

const char *
ddi_window_get_page_id (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->page ? gtk_stack_get_visible_child_name (GTK_STACK (self->pages)) : NULL;
}

const DdiPageInfo *
ddi_window_get_page_infos (DdiWindow *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW (self), NULL);
  return self->infos;
}

DdiWindow *
ddi_window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  /* A dialog answers for the window it belongs to. */
  while (root && !DDI_IS_WINDOW (root) && GTK_IS_WINDOW (root))
    root = (GtkRoot *)gtk_window_get_transient_for (GTK_WINDOW (root));
  return root && DDI_IS_WINDOW (root) ? DDI_WINDOW (root) : NULL;
}
