/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-event-row.h"

#include <glib/gi18n-lib.h>

#include "pages/events/ddi-event-text.h"
#include "pages/stores/ddi-store-record.h"

static void
take_part (GPtrArray *parts, char *part)
{
  if (*part)
    g_ptr_array_add (parts, part);
  else
    g_free (part);
}

static char *
describe_closing (DdiRows *rows, guint row)
{
  guint column = ddi_rows_column (rows, "closes_at");
  g_autofree char *time = NULL;

  if (ddi_rows_is_null (rows, row, column))
    return g_strdup ("");
  time = ddi_store_record_format_time ((int)ddi_rows_get_int (rows, row, column));
  return g_strdup_printf (_ ("closed at %s"), time);
}

static char *
describe_effects (DdiRows *rows, guint row)
{
  g_autofree char *expected =
      ddi_event_text_effect (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "expected_effect")));
  g_autofree char *learnt = ddi_event_text_learnt (rows, row);

  if (*expected == '\0')
    return *learnt ? g_strdup_printf (_ ("learnt %s"), learnt) : g_strdup ("");
  if (*learnt == '\0')
    return g_strdup_printf (_ ("expected %s"), expected);
  /* Translators: what the manager expects of an event, and what its past occurrences did. */
  return g_strdup_printf (_ ("expected %s, learnt %s"), expected, learnt);
}

static DdiEventKind
kind_of (DdiRows *rows, guint row)
{
  DdiEventKind kind = DDI_EVENT_LOCAL;

  ddi_event_kind_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "kind")), &kind);
  return kind;
}

/* That an event concerns all products goes without saying. */
static char *
describe_scope (DdiRows *rows, guint row)
{
  const char *product = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "product"));
  const char *category = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category"));

  return product || category ? ddi_event_text_scope (product, category) : g_strdup ("");
}

char *
ddi_event_row_describe (DdiRows *rows, guint row)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *store = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "store"));

  take_part (parts, g_strdup (ddi_event_text_kind (kind_of (rows, row))));
  take_part (parts, g_strdup (store ? store : _ ("All shops")));
  take_part (parts, describe_scope (rows, row));
  take_part (parts, describe_closing (rows, row));
  take_part (parts, describe_effects (rows, row));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

GtkWidget *
ddi_event_dot_new (DdiRows *rows, guint row)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (dot, "ddi-event-dot");
  gtk_widget_add_css_class (dot, ddi_event_text_style (kind_of (rows, row)));
  return dot;
}

GtkWidget *
ddi_event_row_new (DdiRows *rows, guint row)
{
  GtkWidget *widget = adw_action_row_new (), *dot = ddi_event_dot_new (rows, row);
  g_autofree char *about = ddi_event_row_describe (rows, row);

  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), dot);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget),
                                 ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name")));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), about);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  return widget;
}

gboolean
ddi_event_row_touches (DdiRows *rows, guint row, DdiDay day)
{
  return ddi_rows_get_day (rows, row, ddi_rows_column (rows, "starts_on")) <= day &&
         ddi_rows_get_day (rows, row, ddi_rows_column (rows, "ends_on")) >= day;
}

GtkWidget *
ddi_event_chip_new (DdiRows *rows, guint row)
{
  const char *name = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name"));
  g_autofree char *about = ddi_event_row_describe (rows, row);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", name, about);
  GtkWidget *chip = gtk_button_new (), *label = gtk_inscription_new (name);

  /* A label that is cut off keeps room for three characters, seven times across a phone. */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (label), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (chip), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (chip, "ddi-event");
  gtk_widget_add_css_class (chip, ddi_event_text_style (kind_of (rows, row)));
  gtk_widget_set_tooltip_text (chip, tooltip);
  return chip;
}
