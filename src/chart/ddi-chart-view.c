/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-view-private.h"

#include "chart/ddi-chart-reading.h"
#include "chart/ddi-chart-view-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* Charts are set in the size of captions. */
#define FONT_SCALE 0.86
#define DAY_HEIGHT 220
#define LEAST_WIDTH 160
#define NATURAL_WIDTH 360

guint ddi_chart_view_signals[DDI_CHART_VIEW_N_SIGNALS];

G_DEFINE_FINAL_TYPE (DdiChartView, ddi_chart_view, GTK_TYPE_WIDGET)

static const DdiPalette *
find_palette (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);

  if (adw_style_manager_get_high_contrast (style))
    return ddi_palette_get (dark ? DDI_PALETTE_DARK_HIGH_CONTRAST : DDI_PALETTE_LIGHT_HIGH_CONTRAST);
  return ddi_palette_get (dark ? DDI_PALETTE_DARK : DDI_PALETTE_LIGHT);
}

static PangoContext *
get_context (DdiChartView *self)
{
  PangoFontDescription *font;

  if (self->context)
    return self->context;
  self->context = gtk_widget_create_pango_context (GTK_WIDGET (self));
  font = pango_font_description_copy (pango_context_get_font_description (self->context));
  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, pango_font_description_get_size (font) * FONT_SCALE);
  else
    pango_font_description_set_size (font, (int)(pango_font_description_get_size (font) * FONT_SCALE));
  pango_context_set_font_description (self->context, font);
  pango_font_description_free (font);
  return self->context;
}

static DdiChartLayout *
get_layout (DdiChartView *self)
{
  if (self->layout == NULL && self->chart)
    self->layout = ddi_chart_layout_new (self->chart, gtk_widget_get_width (GTK_WIDGET (self)),
                                         gtk_widget_get_height (GTK_WIDGET (self)), get_context (self));
  return self->layout;
}

static void
forget_picture (DdiChartView *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
forget_layout (DdiChartView *self)
{
  g_clear_pointer (&self->layout, ddi_chart_layout_free);
  forget_picture (self);
}

/* While a datum is read, the description is its reading, so that a screen reader follows the keys;
 * otherwise it is the summary. */
static void
update_description (DdiChartView *self)
{
  g_autofree char *text = NULL;

  if (self->chart && self->state.focus >= 0)
    {
      g_autoptr (DdiReading) reading = ddi_reading_new (self->chart, (guint)self->state.focus);

      text = ddi_reading_to_text (reading);
    }
  else
    text = self->chart ? ddi_chart_summarise (self->chart) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->chart ? ddi_chart_get_title (self->chart) : _ ("Chart"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
ddi_chart_view_select_none (DdiChartView *self)
{
  self->state.select_from = self->state.select_to = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ddi_chart_view_emit_selection (DdiChartView *self)
{
  guint from = (guint)MIN (self->state.select_from, self->state.select_to);
  guint to = (guint)MAX (self->state.select_from, self->state.select_to);
  DdiDay first = ddi_chart_get_day (self->chart, from);
  DdiDay last = ddi_chart_get_day (self->chart, to) + (DdiDay)ddi_chart_get_days_each (self->chart) - 1;

  ddi_chart_view_select_none (self);
  g_signal_emit (self, ddi_chart_view_signals[DDI_CHART_VIEW_RANGE_SELECTED], 0, first, last);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, DdiChartView *self)
{
  DdiChartLayout *layout = get_layout (self);

  if (layout)
    ddi_chart_view_set_focus (self, ddi_chart_layout_hit (layout, x, y));
}

static void
leave_cb (GtkEventController *controller, DdiChartView *self)
{
  ddi_chart_view_set_focus (self, -1);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, DdiChartView *self)
{
  DdiChartLayout *layout = get_layout (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragged = FALSE;
  if (layout && ddi_chart_get_kind (self->chart) == DDI_CHART_DAYS)
    self->state.select_from = self->state.select_to = ddi_chart_layout_hit (layout, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, DdiChartView *self)
{
  DdiRect plot;
  double x, y;

  if (self->state.select_from < 0)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  plot = ddi_chart_layout_get_plot (get_layout (self));
  /* Beyond the edge means up to the edge. */
  x = CLAMP (x + dx, plot.x, plot.x + plot.width);
  self->state.select_to = ddi_chart_layout_hit (get_layout (self), x, plot.y);
  self->dragged = self->state.select_to != self->state.select_from;
  ddi_chart_view_set_focus (self, self->state.select_to);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, DdiChartView *self)
{
  if (self->state.select_from >= 0 && self->state.select_from != self->state.select_to)
    ddi_chart_view_emit_selection (self);
  else
    ddi_chart_view_select_none (self);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, DdiChartView *self)
{
  int index = self->chart ? ddi_chart_layout_hit (get_layout (self), x, y) : -1;

  if (n_press == 2)
    g_signal_emit (self, ddi_chart_view_signals[DDI_CHART_VIEW_RANGE_RESET], 0);
  else if (n_press == 1 && index >= 0 && !self->dragged)
    g_signal_emit (self, ddi_chart_view_signals[DDI_CHART_VIEW_ROW_ACTIVATED], 0, (guint)index);
}

void
ddi_chart_view_open_menu (DdiChartView *self, double x, double y)
{
  if (self->chart == NULL)
    return;
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) model = g_menu_new ();

      g_menu_append (model, _ ("Save Picture as PNG…"), "chart.export::png");
      g_menu_append (model, _ ("Save Picture as SVG…"), "chart.export::svg");
      g_menu_append (model, _ ("Save Picture as PDF…"), "chart.export::pdf");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, DdiChartView *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  ddi_chart_view_open_menu (self, x, y);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
        DdiChartView *self)
{
  return ddi_chart_view_press_key (self, key, modifiers);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);

  if (self->chart)
    ddi_chart_view_export (widget, self->chart, g_variant_get_string (parameter, NULL));
}

static void
ddi_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);
  DdiChartLayout *layout = get_layout (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  cairo_t *cr;

  if (layout == NULL || width <= 0 || height <= 0)
    return;
  /* Pointer and keys change only what lies above the picture. */
  if (self->picture == NULL)
    {
      self->picture = gsk_cairo_node_new (&bounds);
      cr = gsk_cairo_node_get_draw_context (self->picture);
      ddi_chart_layout_draw (layout, cr, find_palette ());
      cairo_destroy (cr);
    }
  gtk_snapshot_append_node (snapshot, self->picture);
  if (self->state.focus < 0 && self->state.select_from < 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  ddi_chart_layout_draw_state (layout, cr, find_palette (), &self->state);
  cairo_destroy (cr);
}

/* Names that are too long for a narrow chart go on in a second line. */
static GtkSizeRequestMode
ddi_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ddi_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else if (self->chart && ddi_chart_get_kind (self->chart) == DDI_CHART_ROWS)
    *minimum = *natural =
        (int)ceil (ddi_chart_layout_natural_height (self->chart, for_size < 0 ? NATURAL_WIDTH : for_size,
                                                    get_context (self)));
  else
    *minimum = *natural = self->day_height;
}

static void
ddi_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);

  forget_layout (self);
  if (self->menu)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
ddi_chart_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);

  GTK_WIDGET_CLASS (ddi_chart_view_parent_class)->css_changed (widget, change);
  g_clear_object (&self->context);
  forget_layout (self);
}

static void
ddi_chart_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  DdiChartView *self = DDI_CHART_VIEW (widget);

  GTK_WIDGET_CLASS (ddi_chart_view_parent_class)->system_setting_changed (widget, setting);
  g_clear_object (&self->context);
  forget_layout (self);
}

static void
ddi_chart_view_dispose (GObject *object)
{
  DdiChartView *self = DDI_CHART_VIEW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->layout, ddi_chart_layout_free);
  g_clear_pointer (&self->chart, ddi_chart_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (ddi_chart_view_parent_class)->dispose (object);
}

static void
ddi_chart_view_class_init (DdiChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ddi_chart_view_dispose;
  widget_class->snapshot = ddi_chart_view_snapshot;
  widget_class->get_request_mode = ddi_chart_view_get_request_mode;
  widget_class->measure = ddi_chart_view_measure;
  widget_class->size_allocate = ddi_chart_view_size_allocate;
  widget_class->css_changed = ddi_chart_view_css_changed;
  widget_class->system_setting_changed = ddi_chart_view_system_setting_changed;

  ddi_chart_view_signals[DDI_CHART_VIEW_RANGE_SELECTED] =
      g_signal_new ("range-selected", DDI_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  ddi_chart_view_signals[DDI_CHART_VIEW_RANGE_RESET] =
      g_signal_new ("range-reset", DDI_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    0);
  ddi_chart_view_signals[DDI_CHART_VIEW_ROW_ACTIVATED] =
      g_signal_new ("row-activated", DDI_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, G_TYPE_UINT);

  gtk_widget_class_install_action (widget_class, "chart.export", "s", export_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
add_controllers (DdiChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
  gtk_gesture_group (drag, click);
}

static void
ddi_chart_view_init (DdiChartView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->state = (DdiChartState)DDI_CHART_STATE_NONE;
  self->day_height = DAY_HEIGHT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_VISIBLE);
  add_controllers (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (forget_picture), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (forget_picture), self,
                           G_CONNECT_SWAPPED);
  update_description (self);
}

GtkWidget *
ddi_chart_view_new (void)
{
  return g_object_new (DDI_TYPE_CHART_VIEW, NULL);
}

void
ddi_chart_view_set_chart (DdiChartView *self, DdiChart *chart)
{
  g_return_if_fail (DDI_IS_CHART_VIEW (self));

  if (self->chart == chart)
    return;
  g_clear_pointer (&self->chart, ddi_chart_unref);
  self->chart = chart ? ddi_chart_ref (chart) : NULL;
  self->state = (DdiChartState)DDI_CHART_STATE_NONE;
  forget_layout (self);
  update_description (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

DdiChart *
ddi_chart_view_get_chart (DdiChartView *self)
{
  g_return_val_if_fail (DDI_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

int
ddi_chart_view_get_focus (DdiChartView *self)
{
  g_return_val_if_fail (DDI_IS_CHART_VIEW (self), -1);

  return self->state.focus;
}

void
ddi_chart_view_set_focus (DdiChartView *self, int index)
{
  g_return_if_fail (DDI_IS_CHART_VIEW (self));

  if (self->chart == NULL || index >= (int)ddi_chart_get_n (self->chart))
    index = -1;
  if (self->state.focus == index)
    return;
  self->state.focus = index;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ddi_chart_view_set_day_height (DdiChartView *self, int height)
{
  g_return_if_fail (DDI_IS_CHART_VIEW (self));

  self->day_height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
