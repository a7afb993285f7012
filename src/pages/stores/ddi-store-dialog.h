/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-session.h"
#include "pages/stores/ddi-store-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The form of one shop. It writes by itself and closes when that is done.
 *
 * Signal: "saved" (DdiStoreRecord *before, NULL for a new one; DdiStoreRecord *after). */
#define DDI_TYPE_STORE_DIALOG (ddi_store_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiStoreDialog, ddi_store_dialog, DDI, STORE_DIALOG, AdwWindow)

/* @record: what to edit; NULL: a new shop. @district: what a new one is proposed to belong to. */
DdiStoreDialog *ddi_store_dialog_new (GtkWindow *parent, DdiSession *session, const DdiStoreRecord *record,
                                      const char *district);

G_END_DECLS
