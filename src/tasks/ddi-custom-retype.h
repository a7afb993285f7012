/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-custom-columns.h"

G_BEGIN_DECLS

/* What another type does to an added column (columns/plan-retype). */
typedef struct
{
  gint64 rows;     /* that are written anew */
  gint64 archived; /* of those, in the archive */
  gint64 kept;     /* with a value that the new type would not give back, and that is kept */
  gint64 empty;    /* of those, with one that is none of the new type: the column is empty there */
  gint64 restored; /* that get back what they were before the column had its type */
  DdiRows *examples;
} DdiCustomRetype;

void ddi_custom_retype_free (DdiCustomRetype *self);

/* (transfer full) */
DdiCustomRetype *ddi_custom_retype_from_rows (DdiRows *rows);
/* In words, with figures and examples. (transfer full) */
char *ddi_custom_retype_describe (const DdiCustomRetype *self, const char *label, DdiCustomType was,
                                  DdiCustomType type);
/* What the database is to say of the values it keeps: "before: Text". (transfer full) */
char *ddi_custom_retype_dup_kept (DdiCustomType was);
/* The parameters of columns/retype, which refuses where more than @most rows would be empty. (transfer floating) */
GVariant *ddi_custom_retype_make_params (const DdiCustomColumn *column, DdiCustomType type, gint64 most);
/* Rewriting millions of rows takes its time: milliseconds for ddi_unit_set_statement_timeout(). */
#define DDI_CUSTOM_RETYPE_TIMEOUT (30 * 60 * 1000)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiCustomRetype, ddi_custom_retype_free)

G_END_DECLS
