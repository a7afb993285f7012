/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-file-row.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-choice-row.h"
#include "core/ddi-format.h"

/* More rows than this under one file are counted, not shown. */
#define MAX_LINES 30

struct _DdiImportFileRow
{
  AdwExpanderRow parent_instance;

  DdiImportPlan *plan;
  DdiImportFile *file;
  GtkWidget *check;
  GtkWidget *shop; /* of a sheet */
  GtkWidget *shop_name;
  gboolean filling;
  guint n_before; /* items before the shops: 1 where none is chosen */
};

G_DEFINE_FINAL_TYPE (DdiImportFileRow, ddi_import_file_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SHOP_CHOSEN,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

gboolean
ddi_import_file_is_ready (const DdiImportFile *file)
{
  const DdiImportShop *shop = file->shops->len > 0 ? file->shops->pdata[0] : NULL;

  return file->error == NULL && (file->sheet == NULL || (shop && *shop->name != '\0'));
}

static GPtrArray *
get_problems (const DdiImportFile *file)
{
  if (file->sheet)
    return file->sheet->problems;
  if (file->sales)
    return file->sales->problems;
  if (file->events)
    return file->events->problems;
  return file->weather ? file->weather->problems : NULL;
}

static char *
describe_counts (const DdiImportFile *file)
{
  g_autofree char *added = ddi_format_int (file->counts.added);
  g_autofree char *changed = ddi_format_int (file->counts.changed);
  GPtrArray *problems = get_problems (file);
  g_autofree char *remarks = NULL;
  g_autofree char *counts = NULL;

  if (file->counts.added + file->counts.changed == 0 && (file->sheet || file->sales))
    counts = g_strdup (_ ("nothing new"));
  else if (file->sheet || file->sales)
    counts = g_strdup_printf (_ ("%s new, %s changed"), added, changed);
  else
    counts = g_strdup (file->events ? _ ("events") : _ ("weather"));
  if (problems == NULL || problems->len == 0)
    return g_steal_pointer (&counts);
  remarks = g_strdup_printf (ngettext ("%u remark", "%u remarks", problems->len), problems->len);
  return g_strdup_printf ("%s · %s", counts, remarks);
}

static char *
describe (const DdiImportFile *file)
{
  g_autofree char *range = NULL;
  g_autofree char *counts = NULL;

  if (file->error)
    return g_strdup (file->error->message);
  if (!ddi_import_file_is_ready (file))
    return g_strdup (_ ("Which shop is it of?"));
  counts = describe_counts (file);
  if (file->sheet == NULL)
    return g_steal_pointer (&counts);
  range = ddi_format_range (file->sheet->day[0].day, file->sheet->day[DDI_SHEET_DAYS - 1].day);
  if (file->same_week)
    return g_strdup_printf (_ ("%s · %s has more of this week"), range, file->same_week);
  if (ddi_import_file_is_copy ((DdiImportFile *)file))
    return g_strdup_printf (_ ("%s · a copy of another week"), range);
  return g_strdup_printf ("%s · %s · %s", range, ((DdiImportShop *)file->shops->pdata[0])->name, counts);
}

static void
refresh (DdiImportFileRow *self)
{
  g_autofree char *subtitle = describe (self->file);
  gboolean ready = ddi_import_file_is_ready (self->file);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_sensitive (self->check, ready);
  self->filling = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), ready && self->file->included);
  self->filling = FALSE;
}

/* Lines */

static GtkWidget *
add_line (DdiImportFileRow *self, const char *icon_name, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", title, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static void
add_more (DdiImportFileRow *self, guint n)
{
  g_autofree char *title = NULL;

  if (n <= MAX_LINES)
    return;
  title = g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_LINES), n - MAX_LINES);
  add_line (self, "view-more-symbolic", title, NULL);
}

static void
add_copies (DdiImportFileRow *self)
{
  for (guint i = 0; i < self->file->copies->len; i++)
    {
      const DdiImportCopy *copy = self->file->copies->pdata[i];
      g_autofree char *day = ddi_format_day (copy->day);
      g_autofree char *original = ddi_format_day (copy->original);
      g_autofree char *title = g_strdup_printf (_ ("%s has the figures of %s"), day, original);

      add_line (self, "edit-copy-symbolic", title, copy->store ? copy->store : copy->file);
    }
}

static const char *
what_text (const char *what)
{
  if (g_str_equal (what, "made"))
    return _ ("Made");
  return g_str_equal (what, "wasted") ? _ ("Thrown away") : _ ("Sold");
}

static void
add_changes (DdiImportFileRow *self)
{
  for (guint i = 0; i < MIN (self->file->changes->len, MAX_LINES); i++)
    {
      const DdiImportChange *change = self->file->changes->pdata[i];
      g_autofree char *day = ddi_format_day (change->day);
      g_autofree char *title = g_strdup_printf (_ ("%s: %s %d → %d"), change->product,
                                                what_text (change->what), change->before, change->after);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s", day, change->store);

      add_line (self, "document-edit-symbolic", title, subtitle);
    }
  add_more (self, self->file->changes->len);
}

static void
add_problems (DdiImportFileRow *self)
{
  GPtrArray *problems = get_problems (self->file);

  for (guint i = 0; problems && i < MIN (problems->len, MAX_LINES); i++)
    {
      const DdiProblem *problem = problems->pdata[i];
      g_autofree char *where = NULL;

      if (problem->row > 0)
        where = g_strdup_printf ("%s:%" G_GUINT64_FORMAT "%s%s", problem->file, problem->row,
                                 problem->column ? ":" : "", problem->column ? problem->column : "");
      add_line (self, "dialog-warning-symbolic", problem->reason, where);
    }
  if (problems)
    add_more (self, problems->len);
}

/* Choices */

static void
check_toggled_cb (DdiImportFileRow *self)
{
  if (self->filling)
    return;
  self->file->included = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
zero_toggled_cb (GtkSwitch *toggle, GParamSpec *pspec, DdiImportFileRow *self)
{
  int k = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (toggle), "day"));

  self->file->confirmed_zero[k] = gtk_switch_get_active (toggle);
  g_signal_emit (self, signals[SHOP_CHOSEN], 0);
}

static void
add_zero_days (DdiImportFileRow *self)
{
  for (int k = 0; self->file->sheet && k < DDI_SHEET_DAYS; k++)
    {
      const DdiSheetDay *day = &self->file->sheet->day[k];
      g_autofree char *text = NULL;
      GtkWidget *row, *toggle;

      if (day->state != DDI_SHEET_DAY_ALL_ZERO)
        continue;
      text = ddi_format_day (day->day);
      row = add_line (self, "dialog-question-symbolic", text,
                      _ ("Nothing was left of anything. Really sold out?"));
      toggle = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (toggle), self->file->confirmed_zero[k]);
      gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (toggle), "day", GINT_TO_POINTER (k));
      gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Really sold out"), -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
      g_signal_connect (toggle, "notify::active", G_CALLBACK (zero_toggled_cb), self);
    }
}

static void
choose_shop (DdiImportFileRow *self, int store_id, const char *name)
{
  gboolean was_ready = ddi_import_file_is_ready (self->file);

  ddi_import_file_set_shop (self->file, store_id, name);
  if (!was_ready)
    self->file->included = ddi_import_file_is_ready (self->file);
  g_signal_emit (self, signals[SHOP_CHOSEN], 0);
}

static void
shop_selected_cb (DdiImportFileRow *self)
{
  guint row = adw_combo_row_get_selected (ADW_COMBO_ROW (self->shop)), selected = row - self->n_before;
  gboolean is_new = selected == self->plan->stores->len;

  if (self->filling || row == GTK_INVALID_LIST_POSITION || row < self->n_before)
    return;
  gtk_widget_set_visible (self->shop_name, is_new);
  if (is_new)
    gtk_widget_grab_focus (self->shop_name);
  else
    {
      const DdiImportShop *shop = self->plan->stores->pdata[selected];

      choose_shop (self, shop->store_id, shop->name);
    }
}

static void
shop_named_cb (DdiImportFileRow *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->shop_name))));

  if (*name)
    choose_shop (self, 0, name);
}

static void
fill_shop (DdiImportFileRow *self)
{
  const DdiImportShop *shop = self->file->shops->pdata[0];
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = shop->store_id == 0 && *shop->name ? self->plan->stores->len : GTK_INVALID_LIST_POSITION;

  if (self->plan->stores->len == 0)
    selected = 0;
  for (guint i = 0; i < self->plan->stores->len; i++)
    {
      const DdiImportShop *store = self->plan->stores->pdata[i];

      if (shop->store_id != 0 && store->store_id == shop->store_id)
        selected = i;
    }
  /* A newer GTK always has an item selected: where no shop is, it is one that says so. */
  self->n_before = selected == GTK_INVALID_LIST_POSITION;
  if (self->n_before > 0)
    gtk_string_list_append (names, _ ("Choose a Shop"));
  for (guint i = 0; i < self->plan->stores->len; i++)
    gtk_string_list_append (names, ((DdiImportShop *)self->plan->stores->pdata[i])->name);
  gtk_string_list_append (names, _ ("New shop…"));
  self->filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self->shop), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->shop), self->n_before > 0 ? 0 : selected);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->shop), ddi_import_shop_reason_text (self->file->reason));
  gtk_editable_set_text (GTK_EDITABLE (self->shop_name), shop->store_id == 0 ? shop->name : "");
  gtk_widget_set_visible (self->shop_name, selected == self->plan->stores->len);
  self->filling = FALSE;
}

static void
add_shop (DdiImportFileRow *self)
{
  self->shop = ddi_choice_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->shop), _ ("Shop"));
  self->shop_name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->shop_name), _ ("Name of the new shop"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->shop_name), TRUE);
  fill_shop (self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->shop);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->shop_name);
  g_signal_connect_swapped (self->shop, "notify::selected", G_CALLBACK (shop_selected_cb), self);
  g_signal_connect_swapped (self->shop_name, "apply", G_CALLBACK (shop_named_cb), self);
  if (!ddi_import_file_is_ready (self->file))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
}

static void
ddi_import_file_row_class_init (DdiImportFileRowClass *klass)
{
  signals[SHOP_CHOSEN] = g_signal_new ("shop-chosen", DDI_TYPE_IMPORT_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", DDI_TYPE_IMPORT_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ddi_import_file_row_init (DdiImportFileRow *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  g_object_set (self, "use-markup", FALSE, NULL);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->check);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (check_toggled_cb), self);
}

GtkWidget *
ddi_import_file_row_new (DdiImportPlan *plan, DdiImportFile *file)
{
  DdiImportFileRow *self = g_object_new (DDI_TYPE_IMPORT_FILE_ROW, "title", file->name, NULL);
  g_autofree char *label = g_strdup_printf (_ ("Import %s"), file->name);

  self->plan = plan;
  self->file = file;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (file->sheet)
    add_shop (self);
  add_zero_days (self);
  add_copies (self);
  add_changes (self);
  add_problems (self);
  refresh (self);
  return GTK_WIDGET (self);
}
