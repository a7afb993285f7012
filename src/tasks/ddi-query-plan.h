/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A node of how a statement ran, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells it. */
typedef struct
{
  char *label;         /* "Index Scan using daily_sales_pkey on daily_sales" */
  char *condition;     /* what it filters or joins by; NULL: nothing */
  double rows;         /* each time, as they came */
  double planned;      /* each time, as they were expected */
  double loops;        /* how often it ran */
  double time;         /* ms in all, with what is below it */
  double own_time;     /* ms in all, without it */
  double share;        /* of the statement's time, 0…1, without what is below it */
  gint64 hit, read;    /* blocks from memory and from the disk, with what is below it */
  gboolean costly;     /* one of those to look at first */
  GPtrArray *children; /* (element-type DdiPlanNode) */
} DdiPlanNode;

typedef struct
{
  DdiPlanNode *root;
  double planning, execution; /* ms */
} DdiQueryPlan;

void ddi_query_plan_free (DdiQueryPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiQueryPlan, ddi_query_plan_free)

/* G_IO_ERROR_INVALID_DATA where it is something else. (transfer full) */
DdiQueryPlan *ddi_query_plan_parse (const char *json, GError **error);

G_END_DECLS
