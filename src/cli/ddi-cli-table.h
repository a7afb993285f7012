/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_CLI_TEXT,
  DDI_CLI_INTEGER,
  DDI_CLI_MONEY,   /* NUMERIC with two decimals */
  DDI_CLI_PERCENT, /* already times 100, one decimal in the table */
} DdiCliKind;

typedef struct
{
  const char *name;  /* of the query's column, and of the JSON member */
  const char *title; /* marked with N_() */
  DdiCliKind kind;
} DdiCliColumn;

/* Prints rows as an aligned table with a header: text left, numbers right, "–" where NULL. */
void ddi_cli_table_print (DdiRows *rows, const DdiCliColumn *columns, guint n_columns);
/* The same as an array of objects; money as a number of the currency's units. */
void ddi_cli_table_add_json (JsonBuilder *builder, DdiRows *rows, const DdiCliColumn *columns,
                             guint n_columns);

G_END_DECLS
