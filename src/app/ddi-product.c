/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-product.h"

struct _DdiProduct
{
  GObject parent_instance;
  int id;
  char *name;
  char *category;
};

G_DEFINE_FINAL_TYPE (DdiProduct, ddi_product, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_NAME,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
ddi_product_finalize (GObject *object)
{
  DdiProduct *self = DDI_PRODUCT (object);

  g_free (self->name);
  g_free (self->category);
  G_OBJECT_CLASS (ddi_product_parent_class)->finalize (object);
}

static void
ddi_product_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DdiProduct *self = DDI_PRODUCT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_int (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ddi_product_class_init (DdiProductClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ddi_product_finalize;
  object_class->get_property = ddi_product_get_property;

  properties[PROP_ID] =
      g_param_spec_int ("id", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_product_init (DdiProduct *self)
{
}

DdiProduct *
ddi_product_new (int id, const char *name, const char *category)
{
  DdiProduct *self = g_object_new (DDI_TYPE_PRODUCT, NULL);

  self->id = id;
  self->name = g_strdup (name);
  self->category = g_strdup (category);
  return self;
}

int
ddi_product_get_id (DdiProduct *self)
{
  g_return_val_if_fail (DDI_IS_PRODUCT (self), 0);
  return self->id;
}

const char *
ddi_product_get_name (DdiProduct *self)
{
  g_return_val_if_fail (DDI_IS_PRODUCT (self), NULL);
  return self->name;
}

const char *
ddi_product_get_category (DdiProduct *self)
{
  g_return_val_if_fail (DDI_IS_PRODUCT (self), NULL);
  return self->category;
}
