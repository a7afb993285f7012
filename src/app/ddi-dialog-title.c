/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-dialog-title.h"

#include <math.h>

/* Of the usual size, which text that has to fit keeps at least. */
#define LEAST_SCALE 0.6

struct _DdiDialogTitle
{
  AdwBin parent_instance;
  GtkWidget *label;
  GBinding *binding; /* to the window's title */
  char *text;        /* of its own; NULL for the window's title */
  double scale;      /* of its text, against the usual size */
  guint fit_source;
};

G_DEFINE_FINAL_TYPE (DdiDialogTitle, ddi_dialog_title, ADW_TYPE_BIN)

static void
unbind (DdiDialogTitle *self)
{
  if (self->binding)
    g_binding_unbind (self->binding);
  g_clear_object (&self->binding);
}

static void
ddi_dialog_title_root (GtkWidget *widget)
{
  DdiDialogTitle *self = DDI_DIALOG_TITLE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (ddi_dialog_title_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  unbind (self);
  if (GTK_IS_WINDOW (root) && self->text == NULL)
    self->binding =
        g_object_ref (g_object_bind_property (root, "title", self->label, "label", G_BINDING_SYNC_CREATE));
}

static void
ddi_dialog_title_unroot (GtkWidget *widget)
{
  unbind (DDI_DIALOG_TITLE (widget));
  GTK_WIDGET_CLASS (ddi_dialog_title_parent_class)->unroot (widget);
}

void
ddi_dialog_title_set_text (DdiDialogTitle *self, const char *text)
{
  g_return_if_fail (DDI_IS_DIALOG_TITLE (self) && text != NULL);
  unbind (self);
  g_free (self->text);
  self->text = g_strdup (text);
  gtk_label_set_label (GTK_LABEL (self->label), text);
}

/* ---- as large as fits ---- */

/* Of a title whose longest word is wider than it, as on a phone with large text between two buttons. */
static double
get_scale (DdiDialogTitle *self)
{
  g_auto (GStrv) words = g_strsplit (gtk_label_get_text (GTK_LABEL (self->label)), " ", -1);
  int widest = 1, width = gtk_widget_get_width (self->label); /* without its padding */

  for (char **word = words; *word; word++)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->label, *word);
      int own;

      pango_layout_get_pixel_size (layout, &own, NULL);
      widest = MAX (widest, own);
    }
  /* Whole hundredths, so that it settles. */
  return CLAMP ((double)(width * 100 / widest) / 100, LEAST_SCALE, 1);
}

static gboolean
fit_cb (gpointer user_data)
{
  DdiDialogTitle *self = user_data;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  self->fit_source = 0;
  self->scale = get_scale (self);
  if (self->scale < 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (self->scale));
  gtk_label_set_attributes (GTK_LABEL (self->label), attributes);
  return G_SOURCE_REMOVE;
}

static GtkSizeRequestMode
ddi_dialog_title_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (DDI_DIALOG_TITLE (widget)->label);
}

static void
ddi_dialog_title_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  DdiDialogTitle *self = DDI_DIALOG_TITLE (widget);

  gtk_widget_measure (self->label, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  /* It would like to be of the usual size, or it never came back to it. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = (int)ceil (*natural / self->scale);
}

/* While sizes are handed out nothing may change its own. */
static void
ddi_dialog_title_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiDialogTitle *self = DDI_DIALOG_TITLE (widget);

  gtk_widget_allocate (self->label, width, height, baseline, NULL);
  if (get_scale (self) != self->scale && self->fit_source == 0)
    self->fit_source = g_idle_add (fit_cb, self);
}

static void
ddi_dialog_title_dispose (GObject *object)
{
  g_clear_handle_id (&DDI_DIALOG_TITLE (object)->fit_source, g_source_remove);
  G_OBJECT_CLASS (ddi_dialog_title_parent_class)->dispose (object);
}

static void
ddi_dialog_title_finalize (GObject *object)
{
  g_free (DDI_DIALOG_TITLE (object)->text);
  G_OBJECT_CLASS (ddi_dialog_title_parent_class)->finalize (object);
}

static void
ddi_dialog_title_class_init (DdiDialogTitleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_dialog_title_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_dialog_title_finalize;
  widget_class->get_request_mode = ddi_dialog_title_get_request_mode;
  widget_class->measure = ddi_dialog_title_measure;
  widget_class->size_allocate = ddi_dialog_title_size_allocate;
  widget_class->root = ddi_dialog_title_root;
  widget_class->unroot = ddi_dialog_title_unroot;
}

static void
ddi_dialog_title_init (DdiDialogTitle *self)
{
  self->scale = 1;
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  /* Else a bar high enough for two lines asks for the width of two. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (self->label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->label, "title");
  adw_bin_set_child (ADW_BIN (self), self->label);
}
