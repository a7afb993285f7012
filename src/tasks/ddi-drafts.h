/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What stands in open forms and is not saved yet: a folder with one file a form, which is there as long as the form
 * is open and changed, and so is found again after the program died. A draft says whom it is of (a database's UUID
 * and a user); others of the folder are not read. Opened on any thread, used on one; files are written and removed in
 * the background, the newest state of each. */
#define DDI_TYPE_DRAFTS (ddi_drafts_get_type ())
G_DECLARE_FINAL_TYPE (DdiDrafts, ddi_drafts, DDI, DRAFTS, GObject)

typedef struct
{
  char *key;      /* which form: "product/12", "sales/new" */
  char *page;     /* id of the page that opens it */
  char *place;    /* for DdiPageClass.go_to, or NULL */
  char *title;    /* for the user: "Edit Product" */
  gint64 kept_at; /* seconds since 1970 */
  JsonObject *fields;
} DdiDraft;

DdiDraft *ddi_draft_new (const char *key, const char *page, const char *place, const char *title,
                         JsonObject *fields);
void ddi_draft_free (DdiDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiDraft, ddi_draft_free)

/* Makes the folder where it is missing. A file that is damaged or somebody else's is passed over, and stays. */
DdiDrafts *ddi_drafts_open (const char *directory, const char *database, int user_id, GError **error);

/* Newest first; owned by @self until the next change. (element-type DdiDraft) (transfer container) */
GPtrArray *ddi_drafts_list (DdiDrafts *self);
/* NULL: none. (transfer none) */
const DdiDraft *ddi_drafts_find (DdiDrafts *self, const char *key);
/* Takes @draft; another of the same key is replaced. */
void ddi_drafts_keep (DdiDrafts *self, DdiDraft *draft);
void ddi_drafts_forget (DdiDrafts *self, const char *key);
/* Nothing is left to write. */
gboolean ddi_drafts_is_settled (DdiDrafts *self);

G_END_DECLS
