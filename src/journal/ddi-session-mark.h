/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is there while a program works on some data, and is left behind where it did not end properly. A lock on
 * it tells the dead from the living, also from within another sandbox. */
typedef struct _DdiSessionMark DdiSessionMark;

/* @place names the data; it is not written down. @crashed is set to when the latest session on it began that did not end
 * properly, once; NULL where there is none. */
DdiSessionMark *ddi_session_mark_begin (const char *directory, const char *place, GDateTime **crashed,
                                        GError **error);
/* The session ends properly. */
void ddi_session_mark_end (DdiSessionMark *self);
/* As the program's death would: leaves the file. */
void ddi_session_mark_abandon (DdiSessionMark *self);

G_END_DECLS
