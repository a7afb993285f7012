/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Rows of a list in its order that have been replaced: @removed from @first on, by @added. */
typedef struct
{
  guint first;
  guint removed;
  guint added;
} DdiQueryDiff;

/* Whether the column @key says the same in both. */
gboolean ddi_query_same_key (DdiRows *a, guint row_a, DdiRows *b, guint row_b, const char *key);

/* What has become of a list of @n_before rows that now has @n_after, from how it begins: @before and @after are its
 * first rows, told apart by the column @key. Where these do not show that the rest is the same it counts as
 * replaced. A row that stands at its place with other values has not been replaced. */
DdiQueryDiff ddi_query_diff (DdiRows *before, guint n_before, DdiRows *after, guint n_after, const char *key);

G_END_DECLS
