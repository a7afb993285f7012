/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Columns that an administrator has added to sales or waste (migration 0165): each row carries the values of all of them
 * as a JSON object by the column's name, which the database checks. */

typedef enum
{
  DDI_CUSTOM_TEXT,
  DDI_CUSTOM_INTEGER, /* whole, also below zero */
  DDI_CUSTOM_DECIMAL, /* with at most two decimals: money, hours, degrees */
  DDI_CUSTOM_DAY,
  DDI_CUSTOM_BOOLEAN, /* yes or no */
  DDI_N_CUSTOM_TYPES,
} DdiCustomType;

/* Where a column belongs, as the database says it. */
#define DDI_CUSTOM_SALES "sales"
#define DDI_CUSTOM_WASTE "waste"

typedef struct
{
  char *entity; /* DDI_CUSTOM_SALES or DDI_CUSTOM_WASTE */
  char *name;   /* in files and in the values: "unit_price" */
  char *label;  /* for people: "Unit price" */
  DdiCustomType type;
  gboolean removed; /* out of sight, with values that are kept */
} DdiCustomColumn;

DdiCustomColumn *ddi_custom_column_copy (const DdiCustomColumn *self);
void ddi_custom_column_free (DdiCustomColumn *self);
/* Whether both lists show the same. */
gboolean ddi_custom_columns_equal (GPtrArray *a, GPtrArray *b);

/* "decimal": the database's word and the command line's. Static. */
const char *ddi_custom_type_get_word (DdiCustomType type);
/* FALSE where it is none. */
gboolean ddi_custom_type_from_word (const char *word, DdiCustomType *type);
/* "Number with decimals", translated. Static. */
const char *ddi_custom_type_get_title (DdiCustomType type);

/* Of columns/list or columns/list-all; @entity NULL: of both. (element-type DdiCustomColumn) (transfer full) */
GPtrArray *ddi_custom_columns_from_rows (DdiRows *rows, const char *entity);

/* The values of a row, of its column "custom". NULL where it has none. (transfer full) */
JsonObject *ddi_custom_parse (const char *values);
/* One of them as it is written in files: "12.50", "2026-11-25", "yes"; NULL where there is none. @values may be NULL.
 * (transfer full) */
char *ddi_custom_dup_text (JsonObject *values, const DdiCustomColumn *column);
/* Of a whole number its value, of one with decimals its hundredths. FALSE where there is none or the column is of
 * another type. */
gboolean ddi_custom_get_number (JsonObject *values, const DdiCustomColumn *column, gint64 *number);
/* One of them in the locale's own way, "" where there is none. (transfer full) */
char *ddi_custom_format (JsonObject *values, const DdiCustomColumn *column);
/* Reads what a person has written in the locale's way and sets it among @values, null where it is blank. FALSE where it
 * is nothing that this column can hold. */
gboolean ddi_custom_read (JsonObject *values, const DdiCustomColumn *column, const char *written);
/* What a value of this type is, a sentence, translated. Static. */
const char *ddi_custom_type_get_rule (DdiCustomType type);
/* What is wrong with a text of a file, in the way the database reads it, as a value of this column; NULL: nothing. */
const char *ddi_custom_check_text (const DdiCustomColumn *column, const char *text);
/* As a parameter. (transfer full) */
char *ddi_custom_to_text (JsonObject *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiCustomColumn, ddi_custom_column_free)

G_END_DECLS
