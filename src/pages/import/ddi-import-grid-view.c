/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-grid-view.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

/* Between two columns, and behind a shop's name or a week's. */
#define SPACING 2
#define NAME_MARGIN 12
/* Between two weeks of a row. */
#define WEEK_MARGIN 10
#define WEEK 7

/* How a shop's name and its days stand, by the room there is. */
typedef enum
{
  BESIDE,   /* each other */
  ABOVE,    /* the name above its days */
  BY_WEEKS, /* as above, in rows of as many weeks as there is room for */
} Arrangement;

typedef enum
{
  DAY_HEAD,     /* of a column that is one day */
  WEEKDAY_HEAD, /* of a column that is one day of each week */
  NAME,
  WEEK_NAME,
  CELL,
} PartKind;

typedef struct
{
  GtkWidget *widget;
  PartKind kind;
  int shop;
  int day; /* from the first */
} Part;

struct _DdiImportGridView
{
  AdwBin parent_instance;

  GtkWidget *table; /* NULL: no days are shown */
  GArray *parts;    /* (element-type Part) what is in @table */
  int n_days;
  Arrangement arrangement;
  int n_weeks; /* in a row, where they are arranged by weeks */
  /* Of the widest name, of all days in a line, and of a week's name; what is drawn with other text is measured anew. */
  int name_width, days_width, week_width;
  gboolean is_measured;
  guint arrange_source;
};

G_DEFINE_FINAL_TYPE (DdiImportGridView, ddi_import_grid_view, ADW_TYPE_BIN)

static const struct
{
  const char *text; /* what the cell shows; a colour alone would not tell */
  const char *css_class;
  const char *word;
} looks[] = {
  [DDI_IMPORT_CELL_MISSING] = { "–", "dim-label", N_ ("missing") },
  [DDI_IMPORT_CELL_PARTIAL] = { "◐", "warning", N_ ("partly counted") },
  [DDI_IMPORT_CELL_RECEIVED] = { "✓", "success", N_ ("received") },
  [DDI_IMPORT_CELL_UNSURE] = { "?", "warning", N_ ("nothing left: sold out, or not counted?") },
  [DDI_IMPORT_CELL_COPY] = { "=", "error", N_ ("a copy of another day") },
  [DDI_IMPORT_CELL_CLOSED] = { "×", "dim-label", N_ ("closed") },
};

static GtkWidget *
new_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_cell (const DdiImportCell *cell, const char *shop, DdiDay day)
{
  GtkWidget *label = new_label (looks[cell->state].text, looks[cell->state].css_class, 0.5F);
  g_autofree char *date = ddi_format_day (day);
  g_autofree char *words = g_strdup_printf (cell->fresh ? _ ("%s, %s: %s, in these files") : _ ("%s, %s: %s"),
                                            shop, date, _ (looks[cell->state].word));

  gtk_widget_set_size_request (label, 32, 28);
  if (cell->fresh)
    gtk_widget_add_css_class (label, "ddi-fresh");
  gtk_widget_set_tooltip_text (label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return label;
}

static GtkWidget *
new_head (DdiDay day, const char *format)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (day);
  g_autofree char *text = g_date_time_format (date, format);
  GtkWidget *label = new_label (text, "caption", 0.5F);

  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static gboolean
begins_month (DdiDay day)
{
  int day_of_month;

  ddi_day_to_ymd (day, NULL, NULL, &day_of_month);
  return day_of_month == 1;
}

/* ---- where everything stands ---- */

static int
measure (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
count_rows (DdiImportGridView *self)
{
  int days = self->n_weeks * WEEK;

  if (self->arrangement == BY_WEEKS)
    return 1 + (self->n_days + days - 1) / days;
  return self->arrangement == ABOVE ? 2 : 1;
}

static gboolean
is_shown (DdiImportGridView *self, const Part *part)
{
  gboolean by_weeks = self->arrangement == BY_WEEKS;

  switch (part->kind)
    {
    case DAY_HEAD:
      return !by_weeks;
    case WEEKDAY_HEAD:
      return by_weeks && part->day < self->n_weeks * WEEK;
    case WEEK_NAME:
      return by_weeks && part->day % (self->n_weeks * WEEK) == 0;
    default:
      return TRUE;
    }
}

static int
get_column (DdiImportGridView *self, const Part *part)
{
  if (part->kind == WEEK_NAME)
    return 0;
  if (part->kind == NAME)
    return self->arrangement == ABOVE ? 1 : 0;
  return 1 + (self->arrangement == BY_WEEKS ? part->day % (self->n_weeks * WEEK) : part->day);
}

static int
get_row (DdiImportGridView *self, const Part *part)
{
  int first = 1 + part->shop * count_rows (self);

  if (part->kind == DAY_HEAD || part->kind == WEEKDAY_HEAD)
    return 0;
  if (part->kind == NAME || self->arrangement == BESIDE)
    return first;
  return first + 1 + (self->arrangement == BY_WEEKS ? part->day / (self->n_weeks * WEEK) : 0);
}

static int
get_span (DdiImportGridView *self, const Part *part)
{
  if (part->kind != NAME || self->arrangement == BESIDE)
    return 1;
  return self->arrangement == ABOVE ? self->n_days : 1 + self->n_weeks * WEEK;
}

static void
place (DdiImportGridView *self, const Part *part)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->table);
  GtkGridLayoutChild *at = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, part->widget));
  int column = get_column (self, part);

  gtk_widget_set_visible (part->widget, is_shown (self, part));
  gtk_grid_layout_child_set_column (at, column);
  gtk_grid_layout_child_set_row (at, get_row (self, part));
  gtk_grid_layout_child_set_column_span (at, get_span (self, part));
  if (part->kind == NAME)
    gtk_widget_set_margin_top (part->widget, self->arrangement == BESIDE ? 0 : NAME_MARGIN / 2);
  else
    gtk_widget_set_margin_start (part->widget, column > 1 && part->day % WEEK == 0 ? WEEK_MARGIN : 0);
}

static void
place_all (DdiImportGridView *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    place (self, &g_array_index (self->parts, Part, i));
}

/* Also of what is hidden just now, which else has no size; without the distance between two weeks. */
static int
measure_part (const Part *part)
{
  gboolean visible = gtk_widget_get_visible (part->widget);
  int natural;

  gtk_widget_set_visible (part->widget, TRUE);
  natural = measure (part->widget);
  gtk_widget_set_visible (part->widget, visible);
  return natural - (part->kind == NAME ? 0 : gtk_widget_get_margin_start (part->widget));
}

/* Whatever the arrangement. */
static void
measure_all (DdiImportGridView *self)
{
  g_autofree int *days = g_new0 (int, self->n_days);

  self->is_measured = TRUE;
  self->name_width = self->week_width = self->days_width = 0;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (part->kind == NAME)
        self->name_width = MAX (self->name_width, measure_part (part));
      else if (part->kind == WEEK_NAME)
        self->week_width = MAX (self->week_width, measure_part (part));
      else if (part->kind != WEEKDAY_HEAD)
        days[part->day] = MAX (days[part->day], measure_part (part));
    }
  for (int k = 0; k < self->n_days; k++)
    self->days_width += days[k] + (k > 0 ? SPACING : 0) + (k > 0 && k % WEEK == 0 ? WEEK_MARGIN : 0);
}

static gboolean
arrange_cb (gpointer user_data)
{
  DdiImportGridView *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), n_weeks = 1, each;
  Arrangement wanted = BESIDE;

  self->arrange_source = 0;
  if (!self->is_measured)
    measure_all (self);
  each = self->days_width * WEEK / self->n_days + WEEK_MARGIN;
  if (width < self->name_width + SPACING + self->days_width)
    wanted = width >= self->days_width || self->n_days <= WEEK ? ABOVE : BY_WEEKS;
  if (wanted == BY_WEEKS)
    n_weeks = CLAMP ((width - self->week_width) / each, 1, self->n_days / WEEK);
  if (wanted == self->arrangement && n_weeks == self->n_weeks)
    return G_SOURCE_REMOVE;
  self->arrangement = wanted;
  self->n_weeks = n_weeks;
  place_all (self);
  return G_SOURCE_REMOVE;
}

/* While sizes are handed out nothing may move. */
static void
width_changed_cb (DdiImportGridView *self)
{
  if (self->arrange_source == 0 && self->table)
    self->arrange_source = g_idle_add (arrange_cb, self);
}

/* The desktop's font or the program's text size; what is shown follows with the next frame's styles. */
static void
ddi_import_grid_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (ddi_import_grid_view_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME)
    DDI_IMPORT_GRID_VIEW (widget)->is_measured = FALSE;
}

static void
ddi_import_grid_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ddi_import_grid_view_parent_class)->css_changed (widget, change);
  if (!DDI_IMPORT_GRID_VIEW (widget)->is_measured)
    width_changed_cb (DDI_IMPORT_GRID_VIEW (widget));
}

/* ---- what it shows ---- */

static void
add_part (DdiImportGridView *self, PartKind kind, GtkWidget *widget, int shop, int day)
{
  Part part = { widget, kind, shop, day };

  gtk_grid_attach (GTK_GRID (self->table), widget, 0, 0, 1, 1);
  g_array_append_val (self->parts, part);
}

/* "Mo" over "24": weekday and day of the month, the month's name where it begins. */
static void
add_heads (DdiImportGridView *self, DdiDay first)
{
  for (int k = 0; k < self->n_days; k++)
    {
      DdiDay day = first + (DdiDay)k;

      add_part (self, DAY_HEAD, new_head (day, k == 0 || begins_month (day) ? "%a\n%-d %b" : "%a\n%-d"), 0,
                k);
    }
  for (int k = 0; k < self->n_days && self->n_days > WEEK; k++)
    add_part (self, WEEKDAY_HEAD, new_head (first + (DdiDay)k, "%a"), 0, k);
}

/* The week is named by its first day. */
static void
add_weeks (DdiImportGridView *self, DdiDay first, int shop)
{
  for (int k = 0; k < self->n_days && self->n_days > WEEK; k += WEEK)
    {
      GtkWidget *head = new_head (first + (DdiDay)k, "%-d %b");

      gtk_label_set_xalign (GTK_LABEL (head), 0);
      gtk_widget_set_margin_end (head, NAME_MARGIN);
      add_part (self, WEEK_NAME, head, shop, k);
    }
}

static void
add_shop (DdiImportGridView *self, DdiImportGrid *grid, guint shop)
{
  const char *name = ((DdiImportShop *)grid->shops->pdata[shop])->name;
  GtkWidget *label = new_label (name, NULL, 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_margin_end (label, NAME_MARGIN);
  add_part (self, NAME, label, (int)shop, 0);
  add_weeks (self, grid->first, (int)shop);
  for (guint k = 0; k < grid->n_days; k++)
    add_part (self, CELL, new_cell (ddi_import_grid_get (grid, shop, k), name, grid->first + (DdiDay)k),
              (int)shop, (int)k);
}

static void
clear (DdiImportGridView *self)
{
  g_clear_handle_id (&self->arrange_source, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->table = NULL;
  self->arrangement = BESIDE;
  self->n_weeks = 1;
  self->is_measured = FALSE;
  g_array_set_size (self->parts, 0);
}

void
ddi_import_grid_view_set_grid (DdiImportGridView *self, DdiImportGrid *grid)
{
  GtkWidget *scroller;

  clear (self);
  if (grid == NULL || grid->n_days == 0)
    return;
  self->n_days = (int)grid->n_days;
  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), SPACING);
  gtk_grid_set_row_spacing (GTK_GRID (self->table), SPACING);
  gtk_widget_set_margin_bottom (self->table, 12);
  add_heads (self, grid->first);
  for (guint i = 0; i < grid->shops->len; i++)
    add_shop (self, grid, i);
  place_all (self);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->table);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller)), "changed",
                           G_CALLBACK (width_changed_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
ddi_import_grid_view_dispose (GObject *object)
{
  DdiImportGridView *self = DDI_IMPORT_GRID_VIEW (object);

  if (self->parts)
    clear (self);
  g_clear_pointer (&self->parts, g_array_unref);
  G_OBJECT_CLASS (ddi_import_grid_view_parent_class)->dispose (object);
}

static void
ddi_import_grid_view_class_init (DdiImportGridViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_import_grid_view_dispose;
  widget_class->system_setting_changed = ddi_import_grid_view_system_setting_changed;
  widget_class->css_changed = ddi_import_grid_view_css_changed;
}

static void
ddi_import_grid_view_init (DdiImportGridView *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
}
