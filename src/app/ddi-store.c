/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-store.h"

struct _DdiStore
{
  GObject parent_instance;
  int id;
  char *name;
  char *time_zone;
};

G_DEFINE_FINAL_TYPE (DdiStore, ddi_store, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_NAME,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
ddi_store_finalize (GObject *object)
{
  DdiStore *self = DDI_STORE (object);

  g_free (self->name);
  g_free (self->time_zone);
  G_OBJECT_CLASS (ddi_store_parent_class)->finalize (object);
}

static void
ddi_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DdiStore *self = DDI_STORE (object);

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
ddi_store_class_init (DdiStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ddi_store_finalize;
  object_class->get_property = ddi_store_get_property;

  properties[PROP_ID] =
      g_param_spec_int ("id", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_store_init (DdiStore *self)
{
}

DdiStore *
ddi_store_new (int id, const char *name, const char *time_zone)
{
  DdiStore *self = g_object_new (DDI_TYPE_STORE, NULL);

  self->id = id;
  self->name = g_strdup (name);
  self->time_zone = g_strdup (time_zone);
  return self;
}

int
ddi_store_get_id (DdiStore *self)
{
  g_return_val_if_fail (DDI_IS_STORE (self), 0);
  return self->id;
}

const char *
ddi_store_get_name (DdiStore *self)
{
  g_return_val_if_fail (DDI_IS_STORE (self), NULL);
  return self->name;
}

const char *
ddi_store_get_timezone (DdiStore *self)
{
  g_return_val_if_fail (DDI_IS_STORE (self), NULL);
  return self->time_zone;
}
