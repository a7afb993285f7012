/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-user-activity.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-heading.h"
#include "core/ddi-format.h"
#include "pages/users/ddi-user-words.h"

struct _DdiUserActivity
{
  AdwBin parent_instance;

  GtkWidget *range;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (DdiUserActivity, ddi_user_activity, ADW_TYPE_BIN)

enum
{
  RANGE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* As the choices stand in the template. */
static const int ranges[] = { 0, 30, 7 };

int
ddi_user_activity_get_days (DdiUserActivity *self)
{
  guint chosen;

  g_return_val_if_fail (DDI_IS_USER_ACTIVITY (self), 0);

  chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->range));
  return chosen < G_N_ELEMENTS (ranges) ? ranges[chosen] : 0;
}

/* NULL: never, or it cannot be told. (transfer full) */
static char *
find_seen (DdiRows *users, gint64 id)
{
  for (guint i = 0; i < ddi_rows_get_n (users); i++)
    if (ddi_rows_get_int (users, i, ddi_rows_column (users, "id")) == id)
      return ddi_user_describe_seen (users, i);
  return NULL;
}

static char *
describe (DdiRows *activity, guint i, DdiRows *users)
{
  gint64 runs = ddi_rows_get_int (activity, i, ddi_rows_column (activity, "runs"));
  g_autofree char *seen = find_seen (users, ddi_rows_get_int (activity, i, ddi_rows_column (activity, "id")));
  g_autofree char *number = ddi_format_int (runs);
  g_autofree char *made =
      runs > 0
          ? g_strdup_printf (ngettext ("forecasts made %s time", "forecasts made %s times", (gulong)runs),
                             number)
          : g_strdup (_ ("no forecasts made"));

  return seen ? g_strdup_printf ("%s · %s", made, seen) : g_steal_pointer (&made);
}

static void
add_row (DdiUserActivity *self, const char *title, const char *subtitle, const char *figure)
{
  GtkWidget *row = adw_action_row_new ();

  /* Before its texts, which would be read as markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (figure)
    {
      GtkWidget *label = gtk_label_new (figure);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

void
ddi_user_activity_show (DdiUserActivity *self, DdiRows *activity, DdiRows *users)
{
  GtkListBoxRow *old;

  g_return_if_fail (DDI_IS_USER_ACTIVITY (self));

  while ((old = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (old));
  for (guint i = 0; i < ddi_rows_get_n (activity); i++)
    {
      gint64 n = ddi_rows_get_int (activity, i, ddi_rows_column (activity, "sales_count"));
      g_autofree char *number = ddi_format_int (n);
      /* Translators: rows of sales that somebody has recorded. */
      g_autofree char *figure = g_strdup_printf (ngettext ("%s sale", "%s sales", (gulong)n), number);
      g_autofree char *text = describe (activity, i, users);

      add_row (self, ddi_rows_get_text (activity, i, ddi_rows_column (activity, "name")), text, figure);
    }
  if (ddi_rows_get_n (activity) == 0)
    add_row (self, _ ("Nobody has recorded sales in these days"), NULL, NULL);
}

static void
range_changed_cb (DdiUserActivity *self)
{
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

static void
ddi_user_activity_class_init (DdiUserActivityClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[RANGE_CHANGED] = g_signal_new ("range-changed", DDI_TYPE_USER_ACTIVITY, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/users/ddi-user-activity.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiUserActivity, range);
  gtk_widget_class_bind_template_child (widget_class, DdiUserActivity, list);
  gtk_widget_class_bind_template_callback (widget_class, range_changed_cb);
}

static void
ddi_user_activity_init (DdiUserActivity *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
}
