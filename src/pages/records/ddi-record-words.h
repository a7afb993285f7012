/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* What the form of a record says beside its rows. (transfer full) */

/* What the rest of the day, a row of records/read-day, says against this figure; NULL where it fits. */
char *ddi_record_doubt (DdiRecordKind kind, gint64 pieces, DdiRows *day);
/* What somebody else has made of the row meanwhile, and what Save does about it. NULL: they deleted it. */
char *ddi_record_describe_theirs (const DdiRecord *theirs);

G_END_DECLS
