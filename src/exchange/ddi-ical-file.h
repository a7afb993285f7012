/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/ddi-calendar-file.h"

G_BEGIN_DECLS

/* The events of an iCalendar file (RFC 5545) that touch @first … @last, recurring ones once an occurrence; all of
 * them belong to every shop. A time of day counts as its day, in the zone it is written in, UTC in the
 * desktop's. The kind is that of a category (holiday, school, promotion, closure, local) or, where no category
 * says so, of words in the name; else a whole day is a holiday and the rest is local. Cancelled events and
 * exceptions of a rule are left out.
 *
 * @lenient as in ddi_event_file_load(): an event that cannot be read becomes a problem and is left out. Fails
 * with DDI_EXCHANGE_ERROR where the file is no calendar, has no events, or is larger than any honest one. */
DdiEventFile *ddi_ical_file_load (const char *path, gboolean lenient, DdiDay first, DdiDay last,
                                  GCancellable *cancellable, GError **error);
/* The same for text in memory, which ends with a NUL; @name stands for the file in messages. */
DdiEventFile *ddi_ical_file_parse (const char *text, gsize length, const char *name, gboolean lenient,
                                   DdiDay first, DdiDay last, GCancellable *cancellable, GError **error);

G_END_DECLS
