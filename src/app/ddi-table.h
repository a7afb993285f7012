/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-query-model.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_CELL_TEXT,
  DDI_CELL_INT,   /* right-aligned, tabular numerals */
  DDI_CELL_MONEY, /* the header names the currency */
  DDI_CELL_DAY,
  DDI_CELL_CUSTOM, /* text from format() */
  DDI_CELL_TREND,  /* an array of numbers as a small line */
} DdiCellKind;

typedef struct
{
  const char *column; /* of the query's rows */
  const char *title;  /* marked with N_() */
  DdiCellKind kind;
  const char *sort;   /* name for the query; NULL: this column does not sort */
  gboolean expand;    /* gets what is left, and keeps room for a name */
  gboolean fill;      /* gets what is left */
  gboolean wide_only; /* left out where the window is narrow */
  int from;           /* left out below this width of the table, in pixels at the usual text size */
  /* Instead of the kind's own way. (transfer full) */
  char *(*format) (DdiRows *rows, guint row, guint column);
  const char *tip; /* of the query's rows: what a cell tells when it is pointed at; NULL: nothing */
  guint added;     /* the table's own: which of ddi_table_set_added()'s columns, from 1 */
} DdiColumnInfo;

/* What is in a cell of an added column, which is told by its place among them. (transfer full) */
typedef char *(*DdiTableAddedFunc) (DdiRows *rows, guint row, guint index, gpointer user_data);

/* A column that is only known at run time. */
typedef struct
{
  const char *title; /* as it is shown */
  DdiCellKind kind;
} DdiAddedColumn;

/* A table over a DdiQueryModel: sorted by the database, rows 40 pixels high, a menu and buttons for
 * each row. It activates "page.edit" and "page.delete" for what is selected.
 *
 * Property "narrow" (boolean, readable): it has room for the most important columns only.
 * Signal: "sort-changed" (), when a header was clicked. */
#define DDI_TYPE_TABLE (ddi_table_get_type ())
G_DECLARE_FINAL_TYPE (DdiTable, ddi_table, DDI, TABLE, GtkWidget)

/* @columns ends with a NULL column and is static. @name is what assistive tools say. Sorted by the
 * first column at first, newest or greatest first with @descending. */
DdiTable *ddi_table_new (const char *name, const DdiColumnInfo *columns, GListModel *model,
                         gboolean descending);

const char *ddi_table_get_sort (DdiTable *self, gboolean *descending);
/* The selected rows that are loaded. (element-type DdiQueryRow) (transfer full) */
GPtrArray *ddi_table_get_selected (DdiTable *self);
/* What is selected now. (transfer none) */
GtkSelectionModel *ddi_table_get_selection (DdiTable *self);
void ddi_table_select (DdiTable *self, guint position);
/* Appends to the header of a money column, such as "$". */
void ddi_table_set_currency (DdiTable *self, const char *sign);
/* Puts columns behind the others, instead of those that it put there before; only where there is room for them. @data
 * goes with @free_data when they go. */
void ddi_table_set_added (DdiTable *self, const DdiAddedColumn *columns, guint n_columns,
                          DdiTableAddedFunc format, gpointer data, GDestroyNotify free_data);
/* Appends to the menu of a row, @label with its mnemonic. */
void ddi_table_add_menu_item (DdiTable *self, const char *label, const char *action);
/* Rows that are only read: without buttons and a menu. */
void ddi_table_set_read_only (DdiTable *self);
void ddi_table_set_narrow (DdiTable *self, gboolean narrow);
/* Makes a label of a table's main column: where it is short of room, a name goes on in further lines. */
void ddi_table_wrap_name (GtkLabel *label);

G_END_DECLS
