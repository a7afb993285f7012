/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-price-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-text-size.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"

/* Below this width a product's name stands above its figures. */
#define NARROW_PIXELS 560

enum
{
  COLUMN_NAME,
  COLUMN_CATEGORY,
  COLUMN_PACK,
  COLUMN_COST,
  COLUMN_PRICE,
  N_COLUMNS,
};

struct _DdiPriceDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *valid_from;
  GtkWidget *message;
  GtkWidget *grid;
  GtkWidget *headings[N_COLUMNS];
  GPtrArray *cells; /* GtkWidget, N_COLUMNS a product: its name and the entries */
  gboolean narrow;
  guint adapt_source;

  DdiSession *session;
  DdiRows *products;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiPriceDialog, ddi_price_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
get_cell (DdiPriceDialog *self, int column, guint product)
{
  return self->cells->pdata[product * N_COLUMNS + (guint)column];
}

static const char *
get_text (DdiPriceDialog *self, int column, guint product)
{
  return gtk_editable_get_text (GTK_EDITABLE (get_cell (self, column, product)));
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

static gboolean
is_valid (DdiPriceDialog *self, int column, guint product)
{
  const char *text = get_text (self, column, product);
  gint64 value = 1;

  switch (column)
    {
    case COLUMN_PACK:
      return is_blank (text) || (ddi_parse_pieces (text, &value) && value >= 1 && value <= 100000);
    case COLUMN_COST:
    case COLUMN_PRICE:
      return is_blank (text) || ddi_parse_amount (text, &value);
    default:
      return TRUE;
    }
}

static void
changed_cb (DdiPriceDialog *self)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < ddi_rows_get_n (self->products); i++)
    for (int column = COLUMN_PACK; column < N_COLUMNS; column++)
      {
        GtkWidget *entry = get_cell (self, column, i);

        if (is_valid (self, column, i))
          gtk_widget_remove_css_class (entry, "error");
        else
          {
            gtk_widget_add_css_class (entry, "error");
            valid = FALSE;
          }
      }
  gtk_widget_set_sensitive (self->save_button, valid);
  gtk_label_set_label (
      GTK_LABEL (self->message),
      valid ? "" : _ ("A pack has 1 piece or more; an amount is 0 or more, with at most two decimals."));
  gtk_widget_set_visible (self->message, !valid);
}

static GVariant *
amount_param (const char *text)
{
  gint64 minor_units;

  if (is_blank (text) || !ddi_parse_amount (text, &minor_units))
    return g_variant_new ("ms", NULL);
  return g_variant_new_maybe (NULL, ddi_unit_money (minor_units));
}

/* What was entered for one product. FALSE where it was left as it stood. */
static gboolean
add_product (DdiPriceDialog *self, guint product, DdiDay valid_from, DdiUnit *unit)
{
  int id = (int)ddi_rows_get_int (self->products, product, ddi_rows_column (self->products, "id"));
  const char *before =
      ddi_rows_get_text (self->products, product, ddi_rows_column (self->products, "category"));
  const char *category = get_text (self, COLUMN_CATEGORY, product);
  gboolean moved = g_strcmp0 (before ? before : "", category) != 0;
  gint64 pack = 1;
  GVariantBuilder params;

  if (moved)
    ddi_unit_add (unit, "products/set-category", g_variant_new ("(ims)", id, category));
  if (!is_blank (get_text (self, COLUMN_PACK, product)))
    ddi_parse_pieces (get_text (self, COLUMN_PACK, product), &pack);
  if (pack == 1 && is_blank (get_text (self, COLUMN_COST, product)) &&
      is_blank (get_text (self, COLUMN_PRICE, product)))
    return moved;
  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", id);
  g_variant_builder_add (&params, "mi", FALSE, 0);
  g_variant_builder_add_value (&params, ddi_unit_day (valid_from));
  g_variant_builder_add_value (&params, amount_param (get_text (self, COLUMN_COST, product)));
  g_variant_builder_add_value (&params, amount_param (get_text (self, COLUMN_PRICE, product)));
  g_variant_builder_add (&params, "ms", NULL);
  g_variant_builder_add (&params, "i", (gint32)pack);
  g_variant_builder_add_value (&params, ddi_unit_day (ddi_session_get_today (self->session, 0)));
  g_variant_builder_add (&params, "mi", FALSE, 0);
  ddi_unit_add (unit, "products/set-price", g_variant_builder_end (&params));
  return TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiPriceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      ddi_window_tell_closed (session, outcome, DDI_DATA_PRODUCTS, error);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      gtk_label_set_label (GTK_LABEL (self->message), error->message);
      gtk_widget_set_visible (self->message, TRUE);
      gtk_widget_set_sensitive (self->save_button, TRUE);
      return;
    }
  if (outcome == DDI_OUTBOX_SENT)
    g_signal_emit (self, signals[SAVED], 0);
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_PRODUCTS);
  ddi_form_draft_done (GTK_WINDOW (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiPriceDialog *self)
{
  DdiDay valid_from = ddi_day_row_get_day (DDI_DAY_ROW (self->valid_from));
  gboolean entered = FALSE;
  DdiUnit *unit;

  if (!gtk_widget_get_sensitive (self->save_button))
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  for (guint i = 0; i < ddi_rows_get_n (self->products); i++)
    entered |= add_product (self, i, valid_from, unit);
  if (!entered)
    {
      /* There is nothing to keep. */
      ddi_unit_unref (unit);
      ddi_form_draft_done (GTK_WINDOW (self));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  ddi_session_enter_async (self->session,
                           &(DdiOutboxNote){ _ ("Prices"), "products", "prices", DDI_DATA_PRODUCTS }, unit,
                           written_cb, g_object_ref (self));
}

/* ---- where everything stands ---- */

static void
place (DdiPriceDialog *self, GtkWidget *widget, int column, int row, int span)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->grid);
  GtkGridLayoutChild *at = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, widget));

  gtk_grid_layout_child_set_column (at, column);
  gtk_grid_layout_child_set_row (at, row);
  gtk_grid_layout_child_set_column_span (at, span);
}

/* A line a product; where there is little room two: its name and category, then the figures below their headings. */
static void
place_all (DdiPriceDialog *self)
{
  gboolean narrow = self->narrow;

  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), narrow);
  for (int column = 0; column < N_COLUMNS; column++)
    {
      gtk_widget_set_visible (self->headings[column], !narrow || column >= COLUMN_PACK);
      place (self, self->headings[column], narrow ? MAX (column - COLUMN_PACK, 0) : column, 0, 1);
    }
  for (guint i = 0; i < ddi_rows_get_n (self->products); i++)
    {
      int row = (int)i + 1, first = 2 * (int)i + 1;

      gtk_widget_set_margin_top (get_cell (self, COLUMN_NAME, i), narrow ? 12 : 0);
      gtk_widget_set_margin_top (get_cell (self, COLUMN_CATEGORY, i), narrow ? 12 : 0);
      place (self, get_cell (self, COLUMN_NAME, i), 0, narrow ? first : row, narrow ? 2 : 1);
      place (self, get_cell (self, COLUMN_CATEGORY, i), narrow ? 2 : 1, narrow ? first : row, 1);
      for (int column = COLUMN_PACK; column < N_COLUMNS; column++)
        place (self, get_cell (self, column, i), narrow ? column - COLUMN_PACK : column,
               narrow ? first + 1 : row, 1);
    }
}

static gboolean
is_narrow (DdiPriceDialog *self, int width)
{
  return width < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS);
}

static gboolean
adapt_cb (gpointer user_data)
{
  DdiPriceDialog *self = user_data;

  self->adapt_source = 0;
  self->narrow = is_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)));
  place_all (self);
  return G_SOURCE_REMOVE;
}

/* While sizes are handed out nothing may move. */
static void
ddi_price_dialog_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiPriceDialog *self = DDI_PRICE_DIALOG (widget);

  GTK_WIDGET_CLASS (ddi_price_dialog_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->narrow != is_narrow (self, width) && self->adapt_source == 0)
    self->adapt_source = g_idle_add (adapt_cb, self);
}

/* ---- the cells ---- */

/* Enter goes down the column, Tab to the right: as in a sheet. */
static void
activate_cb (GtkWidget *entry, DdiPriceDialog *self)
{
  guint at, n = ddi_rows_get_n (self->products), column;
  GtkWidget *below = self->save_button;

  if (!g_ptr_array_find (self->cells, entry, &at))
    return;
  column = at % N_COLUMNS;
  if (at / N_COLUMNS + 1 < n)
    below = self->cells->pdata[at + N_COLUMNS];
  else if (column + 1 < N_COLUMNS)
    below = get_cell (self, (int)column + 1, 0);
  gtk_widget_grab_focus (below);
}

static void
add_entry (DdiPriceDialog *self, int column, guint product, const char *text, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();
  gboolean number = column != COLUMN_CATEGORY;
  /* The product's number and not its place in the grid, which may be another one next time. */
  g_autofree char *id =
      g_strdup_printf ("%d/%" G_GINT64_FORMAT, column,
                       ddi_rows_get_int (self->products, product, ddi_rows_column (self->products, "id")));

  gtk_editable_set_text (GTK_EDITABLE (entry), text ? text : "");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), number ? 8 : 16);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), number ? 1 : 0);
  if (number)
    {
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
      gtk_widget_add_css_class (entry, "numeric");
    }
  else
    {
      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Category"));
      gtk_widget_set_hexpand (entry, TRUE);
    }
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  ddi_form_draft_name_field (entry, id);
  gtk_grid_attach (GTK_GRID (self->grid), entry, 0, 0, 1, 1);
  g_ptr_array_add (self->cells, entry);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
add_heading (DdiPriceDialog *self, int column, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column > COLUMN_CATEGORY ? 1 : 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, 0, 1, 1);
  self->headings[column] = label;
}

static char *
dup_amount (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return ddi_rows_is_null (rows, row, column) ? g_strdup ("")
                                              : ddi_format_amount (ddi_rows_get_money (rows, row, column));
}

static void
fill (DdiPriceDialog *self)
{
  const char *sign = ddi_format_currency_sign (ddi_session_get_currency (self->session));
  g_autofree char *cost = g_strdup_printf (_ ("Cost, %s"), sign);
  g_autofree char *price = g_strdup_printf (_ ("Price, %s"), sign);
  const char *headings[N_COLUMNS] = { _ ("Product"), _ ("Category"), _ ("Pack"), cost, price };

  for (int column = 0; column < N_COLUMNS; column++)
    add_heading (self, column, headings[column]);
  for (guint i = 0; i < ddi_rows_get_n (self->products); i++)
    {
      const char *name = ddi_rows_get_text (self->products, i, ddi_rows_column (self->products, "name"));
      GtkWidget *label = gtk_label_new (name);
      g_autofree char *pack = ddi_format_int (
          ddi_rows_get_int (self->products, i, ddi_rows_column (self->products, "proposed_pack")));
      g_autofree char *known_cost = dup_amount (self->products, i, "unit_cost");
      g_autofree char *known_price = dup_amount (self->products, i, "unit_price");
      const char *texts[N_COLUMNS] = {
        NULL, ddi_rows_get_text (self->products, i, ddi_rows_column (self->products, "category")), pack,
        known_cost, known_price
      };

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_grid_attach (GTK_GRID (self->grid), label, 0, 0, 1, 1);
      g_ptr_array_add (self->cells, label);
      for (int column = COLUMN_CATEGORY; column < N_COLUMNS; column++)
        {
          /* Translators: what an entry holds, of which product. */
          g_autofree char *entry_name = g_strdup_printf (_ ("%s of %s"), headings[column], name);

          add_entry (self, column, i, texts[column], entry_name);
        }
    }
  place_all (self);
}

static void
ddi_price_dialog_dispose (GObject *object)
{
  DdiPriceDialog *self = DDI_PRICE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->adapt_source, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_price_dialog_parent_class)->dispose (object);
}

static void
ddi_price_dialog_finalize (GObject *object)
{
  DdiPriceDialog *self = DDI_PRICE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->cells);
  g_clear_pointer (&self->products, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_price_dialog_parent_class)->finalize (object);
}

static void
ddi_price_dialog_class_init (DdiPriceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_price_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_price_dialog_finalize;
  widget_class->size_allocate = ddi_price_dialog_size_allocate;

  signals[SAVED] =
      g_signal_new ("saved", DDI_TYPE_PRICE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-price-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiPriceDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiPriceDialog, valid_from);
  gtk_widget_class_bind_template_child (widget_class, DdiPriceDialog, message);
  gtk_widget_class_bind_template_child (widget_class, DdiPriceDialog, grid);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_price_dialog_init (DdiPriceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiPriceDialog *
ddi_price_dialog_new (GtkWindow *parent, DdiSession *session, DdiRows *products, DdiDay valid_from)
{
  DdiPriceDialog *self = g_object_new (DDI_TYPE_PRICE_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->products = ddi_rows_ref (products);
  ddi_day_row_set_day (DDI_DAY_ROW (self->valid_from), valid_from);
  fill (self);
  if (ddi_rows_get_n (products) > 0)
    gtk_widget_grab_focus (get_cell (self, COLUMN_COST, 0));
  return self;
}
