/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-range-button.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-calendar.h"
#include "core/ddi-format.h"

struct _DdiRangeButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *stack;
  GtkWidget *presets;
  GtkWidget *first_toggle;
  GtkWidget *last_toggle;
  GtkWidget *calendar;

  DdiDay today;
  DdiDay first;
  DdiDay last;
  DdiDay picked_first; /* on the custom page, until it is applied */
  DdiDay picked_last;
};

G_DEFINE_FINAL_TYPE (DdiRangeButton, ddi_range_button, ADW_TYPE_BIN)

enum
{
  RANGE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* days counts back from today, today included; 0 is this year. */
static const struct
{
  const char *title;
  int days;
} presets[] = {
  { N_ ("Today"), 1 },         { N_ ("Last 7 Days"), 7 }, { N_ ("Last 30 Days"), 30 },
  { N_ ("Last 90 Days"), 90 }, { N_ ("This Year"), 0 },
};

static DdiDay
preset_first (DdiRangeButton *self, guint i)
{
  int year;

  if (presets[i].days > 0)
    return self->today - presets[i].days + 1;
  ddi_day_to_ymd (self->today, &year, NULL, NULL);
  return ddi_day_from_ymd (year, 1, 1);
}

static void
update_label (DdiRangeButton *self)
{
  g_autofree char *range = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (self->last == self->today && self->first == preset_first (self, i))
      {
        gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), _ (presets[i].title));
        return;
      }
  range = ddi_format_range (self->first, self->last);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), range);
}

static void
choose (DdiRangeButton *self, DdiDay first, DdiDay last)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (first == self->first && last == self->last)
    return;
  ddi_range_button_set_range (self, first, last);
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

static void
update_custom (DdiRangeButton *self)
{
  g_autofree char *first = ddi_format_day_short (self->picked_first, self->today);
  g_autofree char *last = ddi_format_day_short (self->picked_last, self->today);
  g_autofree char *from = g_strdup_printf (_ ("From %s"), first);
  g_autofree char *to = g_strdup_printf (_ ("To %s"), last);

  gtk_button_set_label (GTK_BUTTON (self->first_toggle), from);
  gtk_button_set_label (GTK_BUTTON (self->last_toggle), to);
}

static gboolean
picks_first (DdiRangeButton *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->first_toggle));
}

static void
show_picked_end (DdiRangeButton *self)
{
  ddi_calendar_set_day (DDI_CALENDAR (self->calendar),
                        picks_first (self) ? self->picked_first : self->picked_last);
}

static void
end_toggled_cb (DdiRangeButton *self)
{
  show_picked_end (self);
}

static void
day_selected_cb (DdiRangeButton *self)
{
  DdiDay day = ddi_calendar_get_day (DDI_CALENDAR (self->calendar));

  /* The other end follows where the range would turn round. */
  if (picks_first (self))
    {
      self->picked_first = day;
      self->picked_last = MAX (self->picked_last, day);
    }
  else
    {
      self->picked_last = day;
      self->picked_first = MIN (self->picked_first, day);
    }
  update_custom (self);
}

static void
apply_cb (DdiRangeButton *self)
{
  choose (self, self->picked_first, self->picked_last);
}

static void
preset_activated_cb (DdiRangeButton *self, GtkListBoxRow *row)
{
  guint i = (guint)gtk_list_box_row_get_index (row);

  if (i < G_N_ELEMENTS (presets))
    {
      choose (self, preset_first (self, i), self->today);
      return;
    }
  self->picked_first = self->first;
  self->picked_last = self->last;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->first_toggle), TRUE);
  show_picked_end (self);
  update_custom (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "custom");
}

static void
popover_shown_cb (DdiRangeButton *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "presets");
}

static void
add_preset (DdiRangeButton *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_append (GTK_LIST_BOX (self->presets), label);
}

static void
ddi_range_button_class_init (DdiRangeButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DDI_TYPE_CALENDAR);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed", DDI_TYPE_RANGE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-range-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, button);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, popover);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, presets);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, first_toggle);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, last_toggle);
  gtk_widget_class_bind_template_child (widget_class, DdiRangeButton, calendar);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
ddi_range_button_init (DdiRangeButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    add_preset (self, _ (presets[i].title));
  add_preset (self, _ ("Choose Days…"));

  self->today = ddi_day_today (NULL);
  ddi_range_button_set_range (self, self->today - 29, self->today);
}

void
ddi_range_button_set_today (DdiRangeButton *self, DdiDay today)
{
  g_return_if_fail (DDI_IS_RANGE_BUTTON (self));
  self->today = today;
  update_label (self);
}

void
ddi_range_button_set_range (DdiRangeButton *self, DdiDay first, DdiDay last)
{
  g_return_if_fail (DDI_IS_RANGE_BUTTON (self));
  g_return_if_fail (first <= last);
  self->first = first;
  self->last = last;
  update_label (self);
}

void
ddi_range_button_get_range (DdiRangeButton *self, DdiDay *first, DdiDay *last)
{
  g_return_if_fail (DDI_IS_RANGE_BUTTON (self));
  *first = self->first;
  *last = self->last;
}
