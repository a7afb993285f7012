/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-jump.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
ddi_jump_free (DdiJump *self)
{
  g_free (self->name);
  g_free (self);
}

static void
add (GPtrArray *found, DdiJumpKind kind, const char *name, const char *page, int id)
{
  DdiJump *jump = g_new0 (DdiJump, 1);

  *jump = (DdiJump){ kind, g_strdup (name), page, id };
  g_ptr_array_add (found, jump);
}

/* Lower case without accents: "Café" is found by "cafe". */
static char *
fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = apart ? apart : ""; *p; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (folded, g_unichar_tolower (g_utf8_get_char (p)));
  return g_string_free (folded, FALSE);
}

static gboolean
matches (const char *name, char **words)
{
  g_autofree char *folded = fold (name);

  for (guint i = 0; words[i]; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
add_all (GPtrArray *found, const DdiPageInfo *pages, DdiSession *session, char **words)
{
  GListModel *stores = ddi_session_get_stores (session), *products = ddi_session_get_products (session);

  for (const DdiPageInfo *info = pages; info->id; info++)
    if (matches (_ (info->title), words) &&
        (!info->administrators || ddi_home_is_administrator (ddi_session_get_home (session))))
      add (found, DDI_JUMP_PAGE, _ (info->title), info->id, 0);
  for (guint i = 0; *words && i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (stores, i);

      if (matches (ddi_store_get_name (store), words))
        add (found, DDI_JUMP_STORE, ddi_store_get_name (store), NULL, ddi_store_get_id (store));
    }
  for (guint i = 0; *words && i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (matches (ddi_product_get_name (product), words))
        add (found, DDI_JUMP_PRODUCT, ddi_product_get_name (product), NULL, ddi_product_get_id (product));
    }
}

/* Those that begin with @start come first; all keep their order otherwise. */
static GPtrArray *
rank (GPtrArray *found, const char *start, guint most)
{
  GPtrArray *ranked = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_jump_free);

  for (int later = 0; later < 2; later++)
    for (guint i = 0; i < found->len && ranked->len < most; i++)
      {
        DdiJump *jump = found->pdata[i];
        g_autofree char *folded = jump ? fold (jump->name) : NULL;

        if (jump == NULL || (!later && !g_str_has_prefix (folded, start)))
          continue;
        g_ptr_array_add (ranked, jump);
        found->pdata[i] = NULL;
      }
  for (guint i = 0; i < found->len; i++)
    if (found->pdata[i])
      ddi_jump_free (found->pdata[i]);
  return ranked;
}

GPtrArray *
ddi_jump_find (const DdiPageInfo *pages, DdiSession *session, const char *text, guint most)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree char *folded = fold (text);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL, words = NULL;

  g_strstrip (folded);
  parts = g_strsplit (folded, " ", -1);
  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (builder, parts[i]);
  words = g_strv_builder_end (builder);
  add_all (found, pages, session, words);
  return rank (found, folded, most);
}

static void
follow_store (int id, DdiWindow *window)
{
  DdiSession *session = ddi_window_get_session (window);
  DdiPage *page = ddi_window_get_page (window);
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  filter.store_id = id;
  ddi_session_set_filter (session, &filter);
  /* A page that is about all shops would not show the one that was asked for. */
  if (page == NULL || !(DDI_PAGE_GET_CLASS (page)->filter & DDI_PAGE_FILTER_STORE))
    ddi_window_open_page (window, "overview", NULL);
}

void
ddi_jump_follow (const DdiJump *self, DdiWindow *window)
{
  g_autofree char *place = NULL;

  if (ddi_window_get_session (window) == NULL)
    return;
  switch (self->kind)
    {
    case DDI_JUMP_PAGE:
      ddi_window_open_page (window, self->page, NULL);
      break;
    case DDI_JUMP_STORE:
      follow_store (self->id, window);
      break;
    case DDI_JUMP_PRODUCT:
      place = g_strdup_printf ("search=%s", self->name);
      ddi_window_open_page (window, "products", place);
      break;
    }
}
