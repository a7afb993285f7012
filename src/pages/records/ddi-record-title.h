/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-session.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* What the list of changes that wait calls a record: "Store 01, Wed 25 Nov: Glazed". (transfer full) */
char *ddi_record_dup_title (const DdiRecord *self, DdiSession *session);
/* Where its page shows it, for DdiOutboxNote. (transfer full) */
char *ddi_record_dup_place (const DdiRecord *self);
/* The id of the page that lists records of the kind. */
const char *ddi_record_page (DdiRecordKind kind);

G_END_DECLS
