/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The form in which two spellings of a store or product are the same word: lower case, blanks of any
 * kind and number as one blank, none at the ends. The same as product_key() in SQL. (transfer full) */
char *ddi_name_key (const char *name);

/* How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one
 * name of the other: the optimal string alignment distance (Damerau 1964, Levenshtein 1966; no
 * substring is edited twice). Cost O(length × length). */
guint ddi_name_distance (const char *a, const char *b);

/* How alike two names are, 0 to 1, on their keys: 1 − distance / longer length. A name that is the
 * other one cut off (sheets cut names at 20 letters) or with words abbreviated ("Choc" for
 * "Chocolate") counts as one letter away only; names with other numbers in them are not alike at all. */
double ddi_name_likeness (const char *a, const char *b);

G_END_DECLS
