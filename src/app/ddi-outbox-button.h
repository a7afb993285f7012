/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* "3 changes waiting" at the sidebar's foot; not there while nothing waits. Shows what waits when it is clicked. */
#define DDI_TYPE_OUTBOX_BUTTON (ddi_outbox_button_get_type ())
G_DECLARE_FINAL_TYPE (DdiOutboxButton, ddi_outbox_button, DDI, OUTBOX_BUTTON, AdwBin)

/* @session may be NULL. */
void ddi_outbox_button_set_session (DdiOutboxButton *self, DdiSession *session);
/* For tests. */
const char *ddi_outbox_button_get_text (DdiOutboxButton *self);

G_END_DECLS
