/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-outbox.h"

G_BEGIN_DECLS

/* The text of an entry's file, with a digest of itself. (transfer full) */
char *ddi_outbox_entry_to_text (const DdiOutboxEntry *self);
/* An error where it is not what ddi_outbox_entry_to_text() has written. */
DdiOutboxEntry *ddi_outbox_entry_from_text (const char *file, const char *text, gssize length,
                                            GError **error);

/* Entries sent one after the other: held while one is on its way. */
void ddi_outbox_lock_sending (DdiOutbox *self);
void ddi_outbox_unlock_sending (DdiOutbox *self);
/* The server has not answered just now: what is typed need not wait for it to fail again. */
void ddi_outbox_set_away (DdiOutbox *self, gboolean away);
gboolean ddi_outbox_is_away (DdiOutbox *self);
/* Marks @entry in its file and in the list. */
gboolean ddi_outbox_refuse (DdiOutbox *self, DdiOutboxEntry *entry, const char *why, GError **error);
/* Queues a task whose task data says what to do; see ddi-outbox-send.c. */
void ddi_outbox_push (DdiOutbox *self, GTask *task);
void ddi_outbox_work (GTask *task);

G_END_DECLS
