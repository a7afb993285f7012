/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/users/ddi-user-shops.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-store.h"
#include "pages/users/ddi-user-words.h"

/* The roles that a membership can have come first among all of them. */
#define N_ROLES 3

typedef struct
{
  int id;
  GtkWidget *check; /* owned by the group's row */
  GtkWidget *role;
} Shop;

struct _DdiUserShops
{
  GArray *shops; /* Shop */
  guint role;    /* what the others have */
};

/* N_ROLES where it is none of a membership. */
static guint
find_role (const char *role)
{
  guint i = 0;

  while (i < N_ROLES && g_strcmp0 (ddi_user_roles[i], role) != 0)
    i++;
  return i;
}

/* "{1,3}" in parts; NULL is an empty array. (transfer full) */
static GStrv
split_array (const char *array)
{
  g_autofree char *inner = g_strdup (array ? array : "");

  g_strdelimit (inner, "{}", ' ');
  g_strstrip (inner);
  return g_strsplit (inner, ",", -1);
}

static void
add_shop (DdiUserShops *self, AdwPreferencesGroup *group, DdiStore *store, gboolean member, guint role)
{
  GtkWidget *row = adw_action_row_new ();
  const char *names[N_ROLES + 1] = { NULL };
  Shop shop = { .id = ddi_store_get_id (store), .check = gtk_check_button_new () };
  /* Translators: a shop. */
  g_autofree char *label = g_strdup_printf (_ ("Role at %s"), ddi_store_get_name (store));

  for (guint i = 0; i < N_ROLES; i++)
    names[i] = ddi_user_role_name (ddi_user_roles[i]);
  shop.role = gtk_drop_down_new_from_strings (names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shop.role), role);
  gtk_widget_set_valign (shop.role, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (shop.role, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (shop.role), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (shop.check, GTK_ALIGN_CENTER);
  g_object_bind_property (shop.check, "active", shop.role, "visible", G_BINDING_SYNC_CREATE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (shop.check), member);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", ddi_store_get_name (store), "activatable-widget", shop.check, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), shop.check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), shop.role);
  adw_preferences_group_add (group, row);
  g_array_append_val (self->shops, shop);
}

DdiUserShops *
ddi_user_shops_new (AdwPreferencesGroup *group, GListModel *stores, const char *ids, const char *roles,
                    const char *role)
{
  DdiUserShops *self = g_new0 (DdiUserShops, 1);
  g_auto (GStrv) theirs = split_array (ids), what = split_array (roles);
  guint n = MIN (g_strv_length (theirs), g_strv_length (what));

  self->shops = g_array_new (FALSE, FALSE, sizeof (Shop));
  self->role = find_role (role) % N_ROLES;
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (stores, i);
      guint own = self->role;
      gboolean member = FALSE;

      for (guint k = 0; k < n; k++)
        if (g_ascii_strtoll (theirs[k], NULL, 10) == ddi_store_get_id (store))
          {
            member = TRUE;
            own = find_role (what[k]) % N_ROLES;
          }
      add_shop (self, group, store, member, own);
    }
  return self;
}

void
ddi_user_shops_free (DdiUserShops *self)
{
  g_array_unref (self->shops);
  g_free (self);
}

guint
ddi_user_shops_get_n (DdiUserShops *self)
{
  return self->shops->len;
}

void
ddi_user_shops_set_role (DdiUserShops *self, const char *role)
{
  guint wanted = find_role (role), former = self->role;

  if (wanted == N_ROLES || wanted == former)
    return;
  self->role = wanted;
  for (guint i = 0; i < self->shops->len; i++)
    {
      GtkDropDown *drop_down = GTK_DROP_DOWN (g_array_index (self->shops, Shop, i).role);

      if (gtk_drop_down_get_selected (drop_down) == former)
        gtk_drop_down_set_selected (drop_down, wanted);
    }
}

static gboolean
is_theirs (const Shop *shop)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (shop->check));
}

GVariant *
ddi_user_shops_get_stores (DdiUserShops *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < self->shops->len; i++)
    {
      const Shop *shop = &g_array_index (self->shops, Shop, i);

      if (is_theirs (shop))
        g_variant_builder_add (&builder, "i", shop->id);
    }
  return g_variant_builder_end (&builder);
}

GVariant *
ddi_user_shops_get_roles (DdiUserShops *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < self->shops->len; i++)
    {
      const Shop *shop = &g_array_index (self->shops, Shop, i);

      if (is_theirs (shop))
        g_variant_builder_add (&builder, "s",
                               ddi_user_roles[gtk_drop_down_get_selected (GTK_DROP_DOWN (shop->role))]);
    }
  return g_variant_builder_end (&builder);
}
