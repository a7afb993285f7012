/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-parallel.h"

typedef struct
{
  int n_blocks;
  gint next;
  DdiBlockFunc body;
  gpointer data;
} Work;

static gpointer
take_blocks (gpointer data)
{
  Work *work = data;

  for (;;)
    {
      int block = g_atomic_int_add (&work->next, 1);

      if (block >= work->n_blocks)
        return NULL;
      work->body (block, work->data);
    }
}

void
ddi_parallel_for (int n_blocks, int n_threads, DdiBlockFunc body, gpointer data)
{
  Work work = { .n_blocks = n_blocks, .body = body, .data = data };
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  /* The calling thread is one of them; a thread that the system refuses is done without. */
  for (int i = 1; i < MIN (n_threads, n_blocks); i++)
    {
      GThread *thread = g_thread_try_new ("forecast", take_blocks, &work, NULL);

      if (thread)
        g_ptr_array_add (threads, thread);
    }
  take_blocks (&work);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}

void
ddi_block_range (int block, int n_blocks, int n, int *begin, int *end)
{
  *begin = (int)((gint64)n * block / n_blocks);
  *end = (int)((gint64)n * (block + 1) / n_blocks);
}
