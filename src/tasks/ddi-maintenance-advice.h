/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-maintenance.h"

G_BEGIN_DECLS

/* What does what a piece of advice says; none: it takes a person. */
typedef enum
{
  DDI_ADVICE_NOTHING,
  DDI_ADVICE_VACUUM,
  DDI_ADVICE_ANALYZE,
  DDI_ADVICE_REINDEX,
  DDI_ADVICE_SHOW_INDEXES,
  DDI_ADVICE_SHOW_STATEMENTS,
  DDI_ADVICE_SHOW_ARCHIVE,
  DDI_ADVICE_SHOW_LOG,
  DDI_ADVICE_SHOW_SESSIONS,
  DDI_ADVICE_COUNT_STATEMENTS, /* of an embedded home */
  DDI_ADVICE_BACK_UP,
} DdiAdviceAction;

typedef struct
{
  const char *kind; /* "dead", "unused"…: a word for machines */
  gboolean urgent;
  char *subject; /* a table, an index or a statement; NULL: the database */
  char *text;    /* in plain words, with figures */
  DdiAdviceAction action;
} DdiAdvice;

void ddi_advice_free (DdiAdvice *self);
/* The subcommand that does it ("maintain vacuum --table x"); NULL where there is none. (transfer full) */
char *ddi_advice_dup_command (const DdiAdvice *self);

/* The pressing first. (element-type DdiAdvice) (transfer full) */
GPtrArray *ddi_maintenance_advise (DdiMaintenance *self, GCancellable *cancellable, GError **error);

G_END_DECLS
