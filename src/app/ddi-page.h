/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* A page of the window: a title, a content and the states around it. A page is made once, when it is
 * first visited; it loads when it is shown and when the filter or its data has changed since.
 *
 * To write one: derive, set the class fields, give the content with ddi_page_set_content(), implement
 * load(), and add a row to src/pages/ddi-pages.c. */
#define DDI_TYPE_PAGE (ddi_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (DdiPage, ddi_page, DDI, PAGE, AdwBin)

/* One load of one page. It becomes stale when a newer load starts or the page goes away; its
 * cancellable is cancelled then. Reference-counted, main thread only. */
#define DDI_TYPE_LOAD (ddi_load_get_type ())
typedef struct _DdiLoad DdiLoad;
GType ddi_load_get_type (void);
DdiLoad *ddi_load_ref (DdiLoad *self);
void ddi_load_unref (DdiLoad *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiLoad, ddi_load_unref)

typedef enum
{
  DDI_PAGE_LOADING, /* a spinner, once 300 ms have passed without an answer */
  DDI_PAGE_CONTENT,
  DDI_PAGE_EMPTY,   /* what will be here, and the one button that makes it so */
  DDI_PAGE_ERROR,   /* what happened, what is safe, Retry */
  DDI_PAGE_OFFLINE, /* the same for a server that does not answer */
} DdiPageState;

typedef enum
{
  DDI_PAGE_FILTER_NONE = 0,
  DDI_PAGE_FILTER_STORE = 1 << 0,
  DDI_PAGE_FILTER_RANGE = 1 << 1,
} DdiPageFilter;

struct _DdiPageClass
{
  AdwBinClass parent_class;

  guint shows;          /* DdiData flags: a change of these loads again (default: all) */
  guint watches;        /* DdiData flags beside these that load again where another client has changed them */
  DdiPageFilter filter; /* which parts of the header's filter it heeds (default: both) */

  /* Starts reading what the page shows and returns at once. Ends with exactly one ddi_load_done() or
   * ddi_load_fail(), unless the load has become stale. The class keeps no reference to @load: take
   * one with ddi_load_ref() for the callback. */
  void (*load) (DdiPage *self, DdiLoad *load);
  /* Optional: Ctrl+F. */
  void (*search) (DdiPage *self);
  /* Optional: leads to a place in the page ("day=2026-11-25", "product=12"…), after it was shown. */
  void (*go_to) (DdiPage *self, const char *place);

  gpointer padding[4];
};

/* The page that asked, or NULL where the load is stale: return then. (transfer none) */
gpointer ddi_load_get_page (DdiLoad *self);
const DdiFilter *ddi_load_get_filter (DdiLoad *self);
GCancellable *ddi_load_get_cancellable (DdiLoad *self);
DdiDatabase *ddi_load_get_database (DdiLoad *self);
/* @state is DDI_PAGE_CONTENT or DDI_PAGE_EMPTY. */
void ddi_load_done (DdiLoad *self, DdiPageState state);
/* Shows the error; a cancelled load shows nothing. */
void ddi_load_fail (DdiLoad *self, const GError *error);
/* What stands beside that for which the page is there could not be read, before or after the load ends: a toast says
 * so, and the page is read anew when it is next visited. The caller shows nothing in its place. */
void ddi_load_miss (DdiLoad *self, const GError *error);

/* NULL until the window has adopted the page; set when load() is called. (transfer none) */
DdiSession *ddi_page_get_session (DdiPage *self);
void ddi_page_set_session (DdiPage *self, DdiSession *session);

const char *ddi_page_get_title (DdiPage *self);
void ddi_page_set_title (DdiPage *self, const char *title);
const char *ddi_page_get_icon_name (DdiPage *self);
void ddi_page_set_icon_name (DdiPage *self, const char *icon_name);

/* What the content state shows. */
void ddi_page_set_content (DdiPage *self, GtkWidget *content);
/* What the empty state says. @action_name ("page.add", "win.import") may be NULL: no button. */
void ddi_page_set_empty (DdiPage *self, const char *title, const char *description, const char *button,
                         const char *action_name);
/* What the window packs at the end of its header bar while the page is shown: the one primary action,
 * or a box with more. */
void ddi_page_set_header (DdiPage *self, GtkWidget *widget);
GtkWidget *ddi_page_get_header (DdiPage *self);

/* Actions that the page answers as "page.NAME"; the window inserts the group of the visible page.
 * Conventional names: add, delete, import, export, refresh. (transfer none) */
GActionMap *ddi_page_get_actions (DdiPage *self);

DdiPageState ddi_page_get_state (DdiPage *self);
/* The window tells when the page is in view; a page out of view only marks itself out of date. */
void ddi_page_set_shown (DdiPage *self, gboolean shown);
/* Loads now (F5), or on the next showing. */
void ddi_page_reload (DdiPage *self);
/* The same, but what is shown stays in view meanwhile, and where it fails. */
void ddi_page_refresh (DdiPage *self);
void ddi_page_search (DdiPage *self);
/* The place that is the form for a new entry: what the page's action "add" opens. */
#define DDI_PAGE_NEW "new"

void ddi_page_go_to (DdiPage *self, const char *place);

G_END_DECLS
