/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-terms-group.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

#define PACK_MAX 100000

struct _DdiTermsGroup
{
  AdwPreferencesGroup parent_instance;

  DdiTermsRows rows;
};

G_DEFINE_FINAL_TYPE (DdiTermsGroup, ddi_terms_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
ddi_terms_rows_name (const DdiTermsRows *self, const char *currency)
{
  const char *sign = ddi_format_currency_sign (currency);
  g_autofree char *cost = g_strdup_printf (_ ("Cost, %s"), sign);
  g_autofree char *price = g_strdup_printf (_ ("Price, %s"), sign);
  /* Translators: money that a piece brings on the next day. */
  g_autofree char *salvage = g_strdup_printf (_ ("Left over, still brings, %s"), sign);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->cost), cost);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->price), price);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->salvage), salvage);
}

static void
set_amount (GtkWidget *row, gint64 minor_units)
{
  g_autofree char *text = minor_units == DDI_PRICE_UNKNOWN ? g_strdup ("") : ddi_format_amount (minor_units);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

void
ddi_terms_rows_set (const DdiTermsRows *self, const DdiTerms *terms)
{
  g_autofree char *pack = ddi_format_int (terms->pack);
  g_autofree char *display = terms->display > 0 ? ddi_format_int (terms->display) : g_strdup ("");

  set_amount (self->cost, terms->cost);
  set_amount (self->price, terms->price);
  set_amount (self->salvage, terms->salvage);
  gtk_editable_set_text (GTK_EDITABLE (self->pack), pack);
  gtk_editable_set_text (GTK_EDITABLE (self->display), display);
}

static gboolean
mark (GtkWidget *row, gboolean valid)
{
  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  return valid;
}

static char *
dup_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
read_amount (GtkWidget *row, gint64 *minor_units)
{
  g_autofree char *text = dup_text (row);

  *minor_units = DDI_PRICE_UNKNOWN;
  return mark (row, *text == '\0' || ddi_parse_amount (text, minor_units));
}

/* From @least pieces, which is what an empty row says. */
static gboolean
read_pieces (GtkWidget *row, int least, int *pieces)
{
  g_autofree char *text = dup_text (row);
  gint64 value = least;
  gboolean valid = *text == '\0' || (ddi_parse_pieces (text, &value) && value >= least && value <= PACK_MAX);

  *pieces = (int)value;
  return mark (row, valid);
}

const char *
ddi_terms_rows_get (const DdiTermsRows *self, DdiTerms *terms)
{
  gboolean cost = read_amount (self->cost, &terms->cost);
  gboolean price = read_amount (self->price, &terms->price);
  gboolean salvage = read_amount (self->salvage, &terms->salvage);
  gboolean pack = read_pieces (self->pack, 1, &terms->pack);
  gboolean display = read_pieces (self->display, 0, &terms->display);

  if (!cost || !price || !salvage)
    return _ ("An amount is 0 or more, with at most two decimals.");
  if (!pack)
    return _ ("A pack has 1 piece or more.");
  if (!display)
    return _ ("On the shelf are 0 to 100,000 pieces.");
  if (terms->salvage != DDI_PRICE_UNKNOWN && terms->cost != DDI_PRICE_UNKNOWN && terms->salvage > terms->cost)
    return _ ("What is left over cannot bring more than it cost.");
  return NULL;
}

static void
changed_cb (DdiTermsGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (DdiTermsGroup *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static GtkWidget *
add_row (DdiTermsGroup *self, GtkInputPurpose purpose)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), purpose);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
ddi_terms_group_class_init (DdiTermsGroupClass *klass)
{
  signals[CHANGED] =
      g_signal_new ("changed", DDI_TYPE_TERMS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", DDI_TYPE_TERMS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ddi_terms_group_init (DdiTermsGroup *self)
{
  self->rows.cost = add_row (self, GTK_INPUT_PURPOSE_NUMBER);
  self->rows.price = add_row (self, GTK_INPUT_PURPOSE_NUMBER);
  self->rows.salvage = add_row (self, GTK_INPUT_PURPOSE_NUMBER);
  self->rows.pack = add_row (self, GTK_INPUT_PURPOSE_DIGITS);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows.pack), _ ("Pack size, pieces"));
  self->rows.display = add_row (self, GTK_INPUT_PURPOSE_DIGITS);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows.display), _ ("Fewest in the morning"));
}

const DdiTermsRows *
ddi_terms_group_get_rows (DdiTermsGroup *self)
{
  return &self->rows;
}
