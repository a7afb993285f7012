/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-table-memory.h"

#include "app/ddi-preferences.h"
#include "app/ddi-table-private.h"

#define KEY "tables"
/* Dragging a column's edge gives it many widths; the last one counts. */
#define DELAY_MS 400

typedef struct
{
  DdiTable *table; /* owns this */
  GSettings *settings;
  char *name;
  guint source;
} Memory;

/* column → width, sorted by, descending */
#define ENTRY_TYPE "(a{si}sb)"

static void
save (Memory *self)
{
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, KEY);
  GPtrArray *columns = ddi_table_get_columns (self->table);
  const DdiColumnInfo *infos = ddi_table_get_infos (self->table);
  GVariantDict tables;
  GVariantBuilder widths;
  gboolean descending;
  const char *sort;

  /* It is going, and its columns have gone. */
  if (columns == NULL)
    return;
  sort = ddi_table_get_sort (self->table, &descending);
  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < columns->len; i++)
    {
      int width = gtk_column_view_column_get_fixed_width (columns->pdata[i]);

      if (width > 0)
        g_variant_builder_add (&widths, "{si}", infos[i].column, width);
    }
  g_variant_dict_init (&tables, old);
  g_variant_dict_insert (&tables, self->name, ENTRY_TYPE, &widths, sort ? sort : "", descending);
  g_settings_set_value (self->settings, KEY, g_variant_dict_end (&tables));
}

static gboolean
save_cb (gpointer user_data)
{
  Memory *self = user_data;

  self->source = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (Memory *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (DELAY_MS, save_cb, self);
}

/* A table that goes while a width waits takes it along: its columns are still there. */
static void
destroy_cb (Memory *self)
{
  if (self->source)
    save (self);
  g_clear_handle_id (&self->source, g_source_remove);
}

static void
memory_free (Memory *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->settings);
  g_free (self->name);
  g_free (self);
}

static void
restore_sort (Memory *self, const char *sort, gboolean descending)
{
  const DdiColumnInfo *infos = ddi_table_get_infos (self->table);
  GPtrArray *columns = ddi_table_get_columns (self->table);

  for (guint i = 0; i < columns->len; i++)
    if (infos[i].sort && g_str_equal (infos[i].sort, sort))
      gtk_column_view_sort_by_column (ddi_table_get_view (self->table), columns->pdata[i],
                                      descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* What another version has written may name columns that are gone. */
static void
restore (Memory *self)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, KEY);
  g_autoptr (GVariant) entry = g_variant_lookup_value (all, self->name, G_VARIANT_TYPE (ENTRY_TYPE));
  GPtrArray *columns = ddi_table_get_columns (self->table);
  const DdiColumnInfo *infos = ddi_table_get_infos (self->table);
  g_autoptr (GVariant) widths = NULL;
  const char *sort;
  gboolean descending;

  if (entry == NULL)
    return;
  g_variant_get (entry, "(@a{si}&sb)", &widths, &sort, &descending);
  for (guint i = 0; i < columns->len; i++)
    {
      int width;

      if (g_variant_lookup (widths, infos[i].column, "i", &width) && width > 0)
        gtk_column_view_column_set_fixed_width (columns->pdata[i], width);
    }
  restore_sort (self, sort, descending);
}

void
ddi_table_memory_follow (DdiTable *table, const char *name)
{
  GSettings *settings = ddi_preferences_open ();
  GPtrArray *columns = ddi_table_get_columns (table);
  Memory *self;

  if (settings == NULL)
    return;
  self = g_new0 (Memory, 1);
  *self = (Memory){ table, settings, g_strdup (name), 0 };
  g_object_set_data_full (G_OBJECT (table), "memory", self, (GDestroyNotify)memory_free);
  restore (self);
  for (guint i = 0; i < columns->len; i++)
    g_signal_connect_swapped (columns->pdata[i], "notify::fixed-width", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (table, "sort-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (table, "unrealize", G_CALLBACK (destroy_cb), self);
}
