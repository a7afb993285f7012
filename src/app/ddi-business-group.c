/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-business-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-choice-row.h"
#include "core/ddi-format.h"

/* A row: a key of the settings table and what is offered for it, as JSON. What the database holds besides is offered
 * too. */
typedef struct
{
  const char *key;
  const char *title;
  const char *subtitle;
  const char *choices[16];
} Field;

static const Field fields[] = {
  { "currency",
    N_ ("Currency"),
    N_ ("Of all prices and costs; amounts are not converted"),
    { "\"USD\"", "\"AED\"", "\"AUD\"", "\"BRL\"", "\"CAD\"", "\"CHF\"", "\"EUR\"", "\"GBP\"", "\"INR\"",
      "\"MXN\"", "\"PHP\"", "\"SAR\"" } },
  { "default_fractile",
    N_ ("Service level"),
    N_ ("On how many of 100 days an order should be enough, where a product has no cost and price"),
    { "0.5", "0.6", "0.65", "0.7", "0.75", "0.8", "0.85", "0.9", "0.95" } },
  { "waste_goal",
    N_ ("Waste goal"),
    N_ ("Of what is made, where a shop has no goal of its own"),
    { "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4" } },
  { "interval_coverage",
    N_ ("Range of a forecast"),
    N_ ("How many of 100 days it should hold, in forecasts made from now on"),
    { "0.8", "0.9", "0.95" } },
};

#define N_FIELDS G_N_ELEMENTS (fields)

struct _DdiBusinessGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *rows[N_FIELDS];
  GPtrArray *values[N_FIELDS]; /* JSON, of what the row offers */
  DdiSession *session;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiBusinessGroup, ddi_business_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of the fields. (transfer full) */
static char *
dup_current (DdiBusinessGroup *self, guint field)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double share = field == 1   ? ddi_session_get_default_fractile (self->session)
                 : field == 2 ? ddi_session_get_waste_goal (self->session)
                              : ddi_session_get_interval_coverage (self->session);

  if (field == 0)
    return g_strdup_printf ("\"%s\"", ddi_session_get_currency (self->session));
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.6g", share));
}

static char *
describe (const char *json)
{
  g_autofree char *code = NULL;
  const char *sign;

  if (*json != '"')
    return ddi_format_percent (g_ascii_strtod (json, NULL), 0);
  code = g_strndup (json + 1, strlen (json) - 2);
  sign = ddi_format_currency_sign (code);
  return sign == code ? g_strdup (code) : g_strdup_printf ("%s (%s)", code, sign);
}

static void
fill_row (DdiBusinessGroup *self, guint field)
{
  g_autofree char *current = dup_current (self, field);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *values = self->values[field];
  guint selected;

  g_ptr_array_set_size (values, 0);
  for (guint i = 0; fields[field].choices[i]; i++)
    g_ptr_array_add (values, g_strdup (fields[field].choices[i]));
  if (!g_ptr_array_find_with_equal_func (values, current, g_str_equal, &selected))
    {
      selected = values->len;
      g_ptr_array_add (values, g_strdup (current));
    }
  for (guint i = 0; i < values->len; i++)
    gtk_string_list_take (names, describe (values->pdata[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->rows[field]), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->rows[field]), selected);
}

static void
fill (DdiBusinessGroup *self)
{
  gboolean may = self->session && ddi_home_is_administrator (ddi_session_get_home (self->session));

  gtk_widget_set_visible (GTK_WIDGET (self), self->session != NULL);
  if (self->session == NULL)
    return;
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         may ? _ ("For everybody who works with this database.")
                                             : _ ("Only an administrator changes these."));
  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    {
      fill_row (self, i);
      gtk_widget_set_sensitive (self->rows[i], may);
    }
  self->filling = FALSE;
}

static void
changed_cb (DdiBusinessGroup *self, guint what)
{
  if (what & DDI_DATA_SETTINGS)
    fill (self);
}

/* What was refused is not what the row goes on to show. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiBusinessGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &results, &error);

  if (outcome == DDI_OUTBOX_SENT)
    ddi_session_changed (session, DDI_DATA_SETTINGS);
  else if (outcome == DDI_OUTBOX_KEPT)
    g_signal_emit (self, signals[TOLD], 0, _ ("Kept on this computer until the server answers"));
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), error->message);

      g_signal_emit (self, signals[TOLD], 0, text);
      fill (self);
    }
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, DdiBusinessGroup *self)
{
  guint field = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "field"));
  guint selected = adw_combo_row_get_selected (row);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  DdiOutboxNote note = { .page = "overview", .touched = DDI_DATA_SETTINGS };
  DdiUnit *unit;

  if (self->filling || self->session == NULL || selected >= self->values[field]->len)
    return;
  name = describe (self->values[field]->pdata[selected]);
  /* Translators: a setting and what was chosen for it, "Currency: EUR (€)". */
  title = g_strdup_printf (_ ("%s: %s"), _ (fields[field].title), name);
  note.title = title;
  unit = ddi_unit_new ();
  ddi_unit_add (unit, "settings/set",
                g_variant_new ("(ss)", fields[field].key, self->values[field]->pdata[selected]));
  ddi_session_enter_async (self->session, &note, unit, written_cb, g_object_ref (self));
}

static void
ddi_business_group_dispose (GObject *object)
{
  ddi_business_group_set_session (DDI_BUSINESS_GROUP (object), NULL);
  G_OBJECT_CLASS (ddi_business_group_parent_class)->dispose (object);
}

static void
ddi_business_group_finalize (GObject *object)
{
  for (guint i = 0; i < N_FIELDS; i++)
    g_ptr_array_unref (DDI_BUSINESS_GROUP (object)->values[i]);
  G_OBJECT_CLASS (ddi_business_group_parent_class)->finalize (object);
}

static void
ddi_business_group_class_init (DdiBusinessGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_business_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_business_group_finalize;

  signals[TOLD] = g_signal_new ("told", DDI_TYPE_BUSINESS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ddi_business_group_init (DdiBusinessGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Business"));
  for (guint i = 0; i < N_FIELDS; i++)
    {
      GtkWidget *row = ddi_choice_row_new ();

      self->rows[i] = row;
      self->values[i] = g_ptr_array_new_with_free_func (g_free);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (fields[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (fields[i].subtitle));
      g_object_set_data (G_OBJECT (row), "field", GUINT_TO_POINTER (i));
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (selected_cb), self, 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  fill (self);
}

void
ddi_business_group_set_session (DdiBusinessGroup *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_BUSINESS_GROUP (self));

  if (self->session == session)
    return;
  if (self->session)
    g_signal_handlers_disconnect_by_func (self->session, changed_cb, self);
  g_set_object (&self->session, session);
  if (session)
    {
      g_signal_connect_object (session, "data-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      fill (self);
    }
}

AdwComboRow *
ddi_business_group_get_row (DdiBusinessGroup *self, const char *key)
{
  g_return_val_if_fail (DDI_IS_BUSINESS_GROUP (self), NULL);

  for (guint i = 0; i < N_FIELDS; i++)
    if (g_str_equal (fields[i].key, key))
      return ADW_COMBO_ROW (self->rows[i]);
  return NULL;
}
