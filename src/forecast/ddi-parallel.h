/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs @body for every block 0 … n_blocks - 1, each exactly once, on up to @n_threads threads, and
 * returns when all are done. Blocks run in any order: a block writes only what no other block reads,
 * and whoever sums the blocks' results does so in block order, so that the sum does not depend on the
 * number of threads. */
typedef void (*DdiBlockFunc) (int block, gpointer data);

void ddi_parallel_for (int n_blocks, int n_threads, DdiBlockFunc body, gpointer data);

/* Asked now and then, from any thread, while something takes long; FALSE stops it where it is. */
typedef gboolean (*DdiGoOnFunc) (gpointer data);

/* Block b of @n things over @n_blocks holds [begin, end). */
void ddi_block_range (int block, int n_blocks, int n, int *begin, int *end);

G_END_DECLS
