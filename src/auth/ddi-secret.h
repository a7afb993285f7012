/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A text that must not stay in memory: kept in pages that are locked, guarded and wiped in the end
 * (sodium_malloc()). Immutable and reference-counted, safe on any thread. */
#define DDI_TYPE_SECRET (ddi_secret_get_type ())
typedef struct _DdiSecret DdiSecret;

GType ddi_secret_get_type (void);
/* Copies @length bytes; the caller wipes its own. */
DdiSecret *ddi_secret_new (const char *text, gsize length);
DdiSecret *ddi_secret_ref (DdiSecret *self);
void ddi_secret_unref (DdiSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSecret, ddi_secret_unref)

/* NUL-terminated. */
const char *ddi_secret_get_text (DdiSecret *self);
gsize ddi_secret_get_length (DdiSecret *self);

/* A program that knows a secret leaves no core dump: call it once before the first one is made. */
void ddi_secret_forbid_core_dumps (void);

G_END_DECLS
