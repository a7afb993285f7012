/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-view-private.h"

/* Page Up and Page Down go by so many data. */
#define PAGE 7

/* Shift marks a range from where the reading stood. */
static void
move_focus (DdiChartView *self, int to, gboolean marks)
{
  int n = (int)ddi_chart_get_n (self->chart);
  int from = self->state.focus;

  to = CLAMP (to, 0, n - 1);
  if (!marks)
    ddi_chart_view_select_none (self);
  else if (ddi_chart_get_kind (self->chart) == DDI_CHART_DAYS)
    {
      if (self->state.select_from < 0)
        self->state.select_from = MAX (from, 0);
      self->state.select_to = to;
    }
  ddi_chart_view_set_focus (self, to);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where a key leads: -1 for a key that does not move. Before the first move, reading begins at the
 * end: the newest day. */
static int
find_target (DdiChartView *self, guint key)
{
  gboolean days = ddi_chart_get_kind (self->chart) == DDI_CHART_DAYS;
  int last = (int)ddi_chart_get_n (self->chart) - 1;
  int now = self->state.focus >= 0 ? self->state.focus : days ? last + 1 : -1;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return days ? MAX (now - 1, 0) : -1;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return days ? MIN (now + 1, last) : -1;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return days ? -1 : MAX (now - 1, 0);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return days ? -1 : MIN (now + 1, last);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return MAX (now - PAGE, 0);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return MIN (now + PAGE, last);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return 0;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return last;
    default:
      return -1;
    }
}

gboolean
ddi_chart_view_press_key (DdiChartView *self, guint key, GdkModifierType modifiers)
{
  int target;

  if (self->chart == NULL || ddi_chart_get_n (self->chart) == 0 ||
      (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return GDK_EVENT_PROPAGATE;

  target = find_target (self, key);
  if (target >= 0)
    {
      move_focus (self, target, modifiers & GDK_SHIFT_MASK);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Escape && (self->state.focus >= 0 || self->state.select_from >= 0))
    {
      ddi_chart_view_select_none (self);
      ddi_chart_view_set_focus (self, -1);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && self->state.focus >= 0)
    {
      if (self->state.select_from >= 0 && self->state.select_from != self->state.select_to)
        ddi_chart_view_emit_selection (self);
      else
        g_signal_emit (self, ddi_chart_view_signals[DDI_CHART_VIEW_ROW_ACTIVATED], 0,
                       (guint)self->state.focus);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers & GDK_SHIFT_MASK))
    {
      ddi_chart_view_open_menu (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, 12);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}
