/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-entry-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-calendar.h"
#include "app/ddi-window.h"
#include "db/ddi-db-error.h"
#include "pages/entry/ddi-day-state.h"
#include "pages/entry/ddi-entry-shops.h"
#include "pages/entry/ddi-entry-undo.h"

struct _DdiEntryPage
{
  DdiPage parent_instance;

  GtkWidget *stack;
  GtkWidget *shops;
  GtkWidget *grid;
  GtkWidget *day_button;
  GtkWidget *calendar;
  GtkWidget *status;
  GtkWidget *retry_button;
  GtkWidget *complete_button;
  GtkWidget *reopen_button;

  int store_id;   /* of the day in view; 0: none is */
  DdiDay day;     /* DDI_DAY_INVALID: today, once we know where */
  char *state;    /* of store_days */
  int told_store; /* whose day and state the status has told */
  DdiDay told_day;
  char *told_state;
  DdiDay next_day; /* to go to once all is saved, or DDI_DAY_INVALID */
  gboolean saving, save_again;
  guint n_saves;         /* begun so far */
  guint loaded_saves;    /* of those, when the newest load began; G_MAXUINT: in the middle of one */
  gboolean reload_again; /* once all is saved */
  char *next_state;      /* what the day shall be once all is saved, or NULL */
};

G_DEFINE_FINAL_TYPE (DdiEntryPage, ddi_entry_page, DDI_TYPE_PAGE)

static void save (DdiEntryPage *self);

static void
set_action_enabled (DdiEntryPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (ddi_page_get_actions (DDI_PAGE (self)), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_status (DdiEntryPage *self, const char *text, gboolean failed)
{
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_widget_set_tooltip_text (self->status, text);
  gtk_widget_set_visible (self->retry_button, failed);
  if (failed)
    gtk_widget_add_css_class (self->status, "error");
  else
    gtk_widget_remove_css_class (self->status, "error");
}

/* A day that was called complete too early tells so: what is missing is not "nothing was made". */
static char *
describe_state (DdiEntryPage *self)
{
  GPtrArray *lines = ddi_entry_grid_get_lines (DDI_ENTRY_GRID (self->grid));
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const DdiEntryFigures *figures = &((DdiEntryLine *)lines->pdata[i])->figures;

      n += figures->made == DDI_ENTRY_BLANK && figures->wasted == DDI_ENTRY_BLANK ? 1 : 0;
    }
  if (n == 0 || g_strcmp0 (self->state, "complete") != 0)
    return g_strdup (ddi_day_state_text (self->state));
  return g_strdup_printf (ngettext ("Complete; %u product has no figures",
                                    "Complete; %u products have no figures", n),
                          n);
}

static void
show_state (DdiEntryPage *self)
{
  gboolean closed = ddi_day_state_is_closed (self->state);
  gboolean day = self->store_id != 0;

  ddi_entry_grid_set_editable (DDI_ENTRY_GRID (self->grid), !closed);
  gtk_widget_set_visible (self->complete_button, day && !closed);
  gtk_widget_set_visible (self->reopen_button, day && closed);
  set_action_enabled (self, "complete", day && !closed);
  set_action_enabled (self, "reopen", day && closed);
}

static void
show_day (DdiEntryPage *self)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (self->day);
  /* Translators: a day, short: "Wed 25 Nov". */
  g_autofree char *text = g_date_time_format (date, _ ("%a %-d %b"));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->day_button), text);
  ddi_calendar_set_day (DDI_CALENDAR (self->calendar), self->day);
  set_action_enabled (self, "next-day",
                      self->day <
                          ddi_session_get_today (ddi_page_get_session (DDI_PAGE (self)), self->store_id));
}

/* Reading */

static void
remember_told (DdiEntryPage *self)
{
  self->told_store = self->store_id;
  self->told_day = self->day;
  g_free (self->told_state);
  self->told_state = g_strdup (self->state);
}

/* Of another day, or one whose state has changed: what was said of the same one stands when it is read again. */
static void
tell_state (DdiEntryPage *self)
{
  g_autofree char *text = NULL;

  if (self->told_store == self->store_id && self->told_day == self->day &&
      g_strcmp0 (self->told_state, self->state) == 0)
    return;
  remember_told (self);
  text = describe_state (self);
  show_status (self, text, FALSE);
}

static void
reload_if_saved (DdiEntryPage *self)
{
  if (self->saving || !self->reload_again)
    return;
  self->reload_again = FALSE;
  ddi_page_refresh (DDI_PAGE (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiEntryPage *self = ddi_load_get_page (load);
  g_autoptr (GPtrArray) lines = NULL;
  g_auto (GStrv) reasons = NULL;

  if (self == NULL)
    return;
  if (results == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  /* What was read while a save was under way may be older than what it has written: read it again after that. */
  if (self->saving || self->loaded_saves != self->n_saves)
    {
      ddi_load_done (load, DDI_PAGE_CONTENT);
      self->reload_again = TRUE;
      reload_if_saved (self);
      return;
    }
  lines = ddi_entry_lines_from_rows (self->store_id, self->day, results->pdata[0]);
  ddi_entry_lines_adopt (lines, ddi_entry_grid_get_lines (DDI_ENTRY_GRID (self->grid)));
  reasons = ddi_entry_list_reasons (results->pdata[2]);
  g_free (self->state);
  self->state = g_strdup (ddi_rows_get_text (results->pdata[1], 0, 0));
  ddi_entry_grid_set_reasons (DDI_ENTRY_GRID (self->grid), (const char *const *)reasons);
  ddi_entry_grid_set_lines (DDI_ENTRY_GRID (self->grid), lines);
  show_day (self);
  show_state (self);
  tell_state (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "day");
  ddi_load_done (load, lines->len > 0 ? DDI_PAGE_CONTENT : DDI_PAGE_EMPTY);
}

static void
shop_chosen_cb (GtkListBox *list, GtkListBoxRow *row, DdiEntryPage *self)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  filter.store_id = ddi_entry_shops_get_id (row);
  ddi_session_set_filter (session, &filter);
}

static void
show_shops (DdiEntryPage *self)
{
  ddi_entry_shops_fill (GTK_LIST_BOX (self->shops),
                        ddi_session_get_stores (ddi_page_get_session (DDI_PAGE (self))));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "shops");
}

/* With one shop there is nothing to choose. */
static int
find_shop (DdiEntryPage *self, int filtered)
{
  GListModel *stores = ddi_session_get_stores (ddi_page_get_session (DDI_PAGE (self)));
  g_autoptr (DdiStore) only = NULL;

  if (filtered != 0 || g_list_model_get_n_items (stores) != 1)
    return filtered;
  only = g_list_model_get_item (stores, 0);
  return ddi_store_get_id (only);
}

static void
ddi_entry_page_load (DdiPage *page, DdiLoad *load)
{
  DdiEntryPage *self = DDI_ENTRY_PAGE (page);
  DdiSession *session = ddi_page_get_session (page);
  DdiUnit *unit;
  g_autofree char *day = NULL;

  self->store_id = find_shop (self, ddi_load_get_filter (load)->store_id);
  if (self->store_id == 0)
    {
      show_shops (self);
      show_state (self);
      ddi_load_done (load, g_list_model_get_n_items (ddi_session_get_stores (session)) > 0 ? DDI_PAGE_CONTENT
                                                                                           : DDI_PAGE_EMPTY);
      return;
    }
  if (self->day == DDI_DAY_INVALID)
    self->day = ddi_session_get_today (session, self->store_id);
  day = ddi_day_format (self->day);
  self->loaded_saves = self->saving ? G_MAXUINT : self->n_saves;
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "entry/list-lines", g_variant_new ("(is)", self->store_id, day));
  ddi_unit_add (unit, "entry/get-day", g_variant_new ("(is)", self->store_id, day));
  ddi_unit_add (unit, "waste/list-reasons", NULL);
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
}

/* Saving */

typedef struct
{
  DdiEntryPage *page;
  DdiWindow *window;
  DdiSession *session;
  DdiEntryChange *change;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_object_unref (saving->window);
  g_object_unref (saving->session);
  ddi_entry_change_free (saving->change);
  g_free (saving);
}

static void
undone (gpointer owner, GPtrArray *lines)
{
  DdiEntryPage *self = owner;

  ddi_entry_lines_settle (lines, DDI_ENTRY_GRID (self->grid), TRUE);
  show_status (self, _ ("Undone"), FALSE);
}

static void set_day_state (DdiEntryPage *self, const char *state);

static void
show_saved (DdiEntryPage *self, DdiOutboxOutcome outcome)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: a time of day. */
  g_autofree char *time = g_date_time_format (now, _ ("%H:%M"));
  /* Translators: %s is a time of day. */
  g_autofree char *text = g_strdup_printf (_ ("Saved %s"), time);

  if (!ddi_day_state_is_closed (self->state))
    {
      g_free (self->state);
      self->state = g_strdup ("partial");
    }
  remember_told (self);
  show_status (self, outcome == DDI_OUTBOX_KEPT ? _ ("Kept on this computer until the server answers") : text,
               FALSE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  DdiEntryPage *self = saving->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &results, &error);

  self->saving = FALSE;
  if (outcome != DDI_OUTBOX_FAILED)
    {
      ddi_entry_undo_add (saving->window, ddi_entry_change_take (saving->change, results), G_OBJECT (self),
                          undone);
      ddi_entry_lines_settle (saving->change->lines, DDI_ENTRY_GRID (self->grid), FALSE);
      show_saved (self, outcome);
      if (outcome == DDI_OUTBOX_SENT)
        ddi_session_changed (saving->session, DDI_ENTRY_TOUCHED);
      if (self->save_again || self->next_state || self->next_day != DDI_DAY_INVALID)
        save (self);
    }
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    {
      ddi_window_add_toast (saving->window, _ ("Somebody else has entered this day meanwhile; look again"));
      ddi_page_reload (DDI_PAGE (self));
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), error->message);

      show_status (self, text, TRUE);
      g_clear_pointer (&self->next_state, g_free);
      self->next_day = DDI_DAY_INVALID;
    }
  reload_if_saved (self);
  saving_free (saving);
}

static void
save (DdiEntryPage *self)
{
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  g_autoptr (DdiEntryChange) change = NULL;
  Saving *saving;
  guint n_wrong;

  self->save_again = self->saving;
  if (self->saving || window == NULL)
    return;
  change = ddi_entry_change_gather (DDI_ENTRY_GRID (self->grid), self->next_state != NULL, &n_wrong);
  if (n_wrong > 0 && self->next_state)
    {
      show_status (self, _ ("Mend the marked figures first"), FALSE);
      g_clear_pointer (&self->next_state, g_free);
    }
  if (change->lines->len == 0)
    {
      g_autofree char *state = g_steal_pointer (&self->next_state);

      if (state)
        set_day_state (self, state);
      else if (self->next_day != DDI_DAY_INVALID)
        {
          self->day = self->next_day;
          self->next_day = DDI_DAY_INVALID;
          ddi_page_reload (DDI_PAGE (self));
        }
      return;
    }
  self->saving = TRUE;
  self->n_saves++;
  show_status (self, _ ("Saving…"), FALSE);
  saving = g_new0 (Saving, 1);
  saving->page = g_object_ref (self);
  saving->window = g_object_ref (window);
  saving->session = g_object_ref (session);
  saving->change = g_steal_pointer (&change);
  ddi_entry_change_save_async (saving->change, session, saved_cb, saving);
}

/* The day's state */

static void
marked (gpointer owner, int store_id, DdiDay day, const char *state)
{
  DdiEntryPage *self = owner;
  g_autofree char *text = NULL;

  if (self->store_id != store_id || self->day != day)
    return;
  self->n_saves++;
  g_free (self->state);
  self->state = g_strdup (state);
  remember_told (self);
  show_state (self);
  text = describe_state (self);
  show_status (self, text, FALSE);
}

static void
set_day_state (DdiEntryPage *self, const char *state)
{
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));

  if (window)
    ddi_day_state_set (window, self->store_id, self->day, self->state, state, G_OBJECT (self), marked);
}

/* Actions */

static void
complete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiEntryPage *self = user_data;

  g_free (self->next_state);
  self->next_state = g_strdup ("complete");
  save (self);
}

static void
reopen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_day_state (user_data, "partial");
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save (user_data);
}

/* What is typed is saved first, under the day that it was typed for. */
static void
set_day (DdiEntryPage *self, DdiDay day)
{
  if (day == self->day || day < DDI_DAY_MIN || day > DDI_DAY_MAX || self->store_id == 0 ||
      day > ddi_session_get_today (ddi_page_get_session (DDI_PAGE (self)), self->store_id))
    return;
  self->next_day = day;
  save (self);
}

static void
previous_day_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_day (user_data, DDI_ENTRY_PAGE (user_data)->day - 1);
}

static void
next_day_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_day (user_data, DDI_ENTRY_PAGE (user_data)->day + 1);
}

static void
day_selected_cb (DdiEntryPage *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->day_button));
  set_day (self, ddi_calendar_get_day (DDI_CALENDAR (self->calendar)));
  /* Until the day is turned to, if it is. */
  show_day (self);
}

/* "store=3&day=2026-11-20" */
static void
ddi_entry_page_go_to (DdiPage *page, const char *place)
{
  DdiEntryPage *self = DDI_ENTRY_PAGE (page);
  DdiSession *session = ddi_page_get_session (page);
  g_auto (GStrv) parts = g_strsplit (place, "&", -1);
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  for (char **part = parts; *part; part++)
    {
      if (g_str_has_prefix (*part, "store="))
        filter.store_id = (int)g_ascii_strtoll (*part + strlen ("store="), NULL, 10);
      else if (g_str_has_prefix (*part, "day=") && ddi_day_parse (*part + strlen ("day=")) != DDI_DAY_INVALID)
        self->day = ddi_day_parse (*part + strlen ("day="));
    }
  ddi_session_set_filter (session, &filter);
  ddi_page_reload (page);
}

static GtkWidget *
get_widget (GtkBuilder *builder, const char *name)
{
  return GTK_WIDGET (gtk_builder_get_object (builder, name));
}

static void
find_widgets (DdiEntryPage *self, GtkBuilder *builder)
{
  self->stack = get_widget (builder, "content");
  self->shops = get_widget (builder, "shops");
  self->grid = g_object_new (DDI_TYPE_ENTRY_GRID, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Figures of the day"), -1);
  adw_clamp_set_child (ADW_CLAMP (get_widget (builder, "grid_clamp")), self->grid);
  self->day_button = get_widget (builder, "day_button");
  self->calendar = get_widget (builder, "calendar");
  self->status = get_widget (builder, "status");
  self->retry_button = get_widget (builder, "retry_button");
  self->complete_button = get_widget (builder, "complete_button");
  self->reopen_button = get_widget (builder, "reopen_button");
}

static void
ddi_entry_page_constructed (GObject *object)
{
  static const GActionEntry actions[] = {
    { "complete", complete_cb, NULL, NULL, NULL, { 0 } },
    { "reopen", reopen_cb, NULL, NULL, NULL, { 0 } },
    { "save", save_cb, NULL, NULL, NULL, { 0 } },
    { "previous-day", previous_day_cb, NULL, NULL, NULL, { 0 } },
    { "next-day", next_day_cb, NULL, NULL, NULL, { 0 } },
  };
  DdiEntryPage *self = DDI_ENTRY_PAGE (object);
  g_autoptr (GtkBuilder) builder = NULL;

  G_OBJECT_CLASS (ddi_entry_page_parent_class)->constructed (object);
  builder = gtk_builder_new_from_resource (
      "/io/github/dunkin_demand/Intelligence/ui/pages/entry/ddi-entry-page.ui");
  find_widgets (self, builder);
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  ddi_page_set_content (DDI_PAGE (self), self->stack);
  ddi_page_set_header (DDI_PAGE (self), get_widget (builder, "header"));
  ddi_page_set_empty (
      DDI_PAGE (self), _ ("No Products Yet"),
      _ ("Each product of the shop will have a row here: what was made and what was thrown away."),
      _ ("_Import…"), "win.import");
  g_signal_connect_object (self->shops, "row-activated", G_CALLBACK (shop_chosen_cb), self, 0);
  g_signal_connect_object (self->grid, "committed", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
ddi_entry_page_finalize (GObject *object)
{
  DdiEntryPage *self = DDI_ENTRY_PAGE (object);

  g_free (self->state);
  g_free (self->told_state);
  g_free (self->next_state);
  G_OBJECT_CLASS (ddi_entry_page_parent_class)->finalize (object);
}

static void
ddi_entry_page_class_init (DdiEntryPageClass *klass)
{
  g_type_ensure (DDI_TYPE_CALENDAR);
  G_OBJECT_CLASS (klass)->constructed = ddi_entry_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = ddi_entry_page_finalize;
  DDI_PAGE_CLASS (klass)->load = ddi_entry_page_load;
  DDI_PAGE_CLASS (klass)->go_to = ddi_entry_page_go_to;
  DDI_PAGE_CLASS (klass)->filter = DDI_PAGE_FILTER_STORE;
  /* What it writes itself is no news to it. */
  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  /* What is saved from here is there already. */
  DDI_PAGE_CLASS (klass)->watches =
      DDI_DATA_PRODUCTION | DDI_DATA_WASTE | DDI_DATA_SALES | DDI_DATA_DAYS | DDI_DATA_FORECASTS;
}

static void
ddi_entry_page_init (DdiEntryPage *self)
{
  self->day = self->next_day = DDI_DAY_INVALID;
}

DdiEntryGrid *
ddi_entry_page_get_grid (DdiEntryPage *self)
{
  return DDI_ENTRY_GRID (self->grid);
}

const char *
ddi_entry_page_get_status (DdiEntryPage *self)
{
  return gtk_label_get_text (GTK_LABEL (self->status));
}

gboolean
ddi_entry_page_is_idle (DdiEntryPage *self)
{
  return !self->saving;
}
