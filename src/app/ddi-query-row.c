/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-query-row-private.h"

struct _DdiQueryRow
{
  GObject parent_instance;
  guint position;
  DdiRows *rows;
  guint index;
};

G_DEFINE_FINAL_TYPE (DdiQueryRow, ddi_query_row, G_TYPE_OBJECT)

enum
{
  PROP_LOADED = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
ddi_query_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DdiQueryRow *self = DDI_QUERY_ROW (object);

  if (id == PROP_LOADED)
    g_value_set_boolean (value, self->rows != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_query_row_finalize (GObject *object)
{
  g_clear_pointer (&DDI_QUERY_ROW (object)->rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_query_row_parent_class)->finalize (object);
}

static void
ddi_query_row_class_init (DdiQueryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ddi_query_row_get_property;
  object_class->finalize = ddi_query_row_finalize;

  properties[PROP_LOADED] =
      g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_query_row_init (DdiQueryRow *self)
{
}

DdiQueryRow *
ddi_query_row_new (guint position)
{
  DdiQueryRow *self = g_object_new (DDI_TYPE_QUERY_ROW, NULL);

  self->position = position;
  return self;
}

DdiQueryRow *
ddi_query_row_new_loaded (DdiRows *rows, guint index)
{
  DdiQueryRow *self = ddi_query_row_new (index);

  self->rows = ddi_rows_ref (rows);
  self->index = index;
  return self;
}

guint
ddi_query_row_get_position (DdiQueryRow *self)
{
  return self->position;
}

void
ddi_query_row_set_position (DdiQueryRow *self, guint position)
{
  self->position = position;
}

void
ddi_query_row_fill (DdiQueryRow *self, DdiRows *rows, guint index)
{
  g_clear_pointer (&self->rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (rows);
  self->index = index;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

DdiRows *
ddi_query_row_get (DdiQueryRow *self, guint *index)
{
  g_return_val_if_fail (DDI_IS_QUERY_ROW (self), NULL);
  if (index)
    *index = self->index;
  return self->rows;
}
