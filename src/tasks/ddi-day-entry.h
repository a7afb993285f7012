/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What a person types of one product on one shop's day, line by line saved as it is typed. */

#define DDI_ENTRY_BLANK (-1) /* pieces that are not written; not 0 */

/* The figures themselves. sold_out_at is "HH:MM" or NULL; pieces are >= 0 or blank. */
typedef struct
{
  gint64 made, wasted;
  char *reason;
  char *sold_out_at;
} DdiEntryFigures;

/* Reference-counted, so that an undo of a line knows the versions that later saves have given it. Main
 * thread only. */
typedef struct
{
  gint ref_count;
  int store_id;
  DdiDay day;
  int product_id;
  char *name;
  char *category;          /* NULL: none */
  DdiEntryFigures figures; /* as the database has them */
  int made_version, waste_version;
  gint64 ordered, forecast, made_before, wasted_before; /* pieces or blank */
} DdiEntryLine;

DdiEntryLine *ddi_entry_line_ref (DdiEntryLine *self);
void ddi_entry_line_unref (DdiEntryLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEntryLine, ddi_entry_line_unref)

void ddi_entry_figures_copy (const DdiEntryFigures *from, DdiEntryFigures *to);
void ddi_entry_figures_clear (DdiEntryFigures *self);
gboolean ddi_entry_figures_equal (const DdiEntryFigures *a, const DdiEntryFigures *b);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiEntryFigures, ddi_entry_figures_clear)

/* Why such figures cannot be, told for the user (static, translated), or NULL. They are kept as they are
 * written all the same: whoever types knows better than we do. */
const char *ddi_entry_figures_doubt (const DdiEntryFigures *self);

/* Reads a time of day: "9:40", "09:40", "940", "9.40", "9". FALSE where it is none. @time is "09:40", or
 * NULL for an empty text. (transfer full) */
gboolean ddi_entry_parse_time (const char *text, char **time);
/* Whole pieces as the locale writes them, at most ten million; blank for an empty text. */
gboolean ddi_entry_parse_pieces (const char *text, gint64 *pieces);

/* Rows of cells as a spreadsheet puts them on the clipboard: lines, tabs between the cells, a cell in
 * quotes may hold both. (element-type GStrv) (transfer full) */
GPtrArray *ddi_entry_parse_table (const char *text);

/* The lines of entry/list-lines. (element-type DdiEntryLine) (transfer full) */
GPtrArray *ddi_entry_lines_from_rows (int store_id, DdiDay day, DdiRows *rows);

/* Puts in the place of each of @lines that the database still has as it was the one of @before that stands for it, with
 * what is known around it now: an undo goes on knowing its line. One that somebody else has changed stays another. */
void ddi_entry_lines_adopt (GPtrArray *lines, GPtrArray *before);

/* Adds to @unit what makes the database have @figures. Returns where its rows begin, for
 * ddi_entry_line_take(). */
guint ddi_entry_line_save (const DdiEntryLine *self, const DdiEntryFigures *figures, int user_id,
                           DdiUnit *unit);
/* @results are of that unit, and @at what save returned: @figures are what the database has now. */
void ddi_entry_line_take (DdiEntryLine *self, const DdiEntryFigures *figures, GPtrArray *results, guint at);
/* The save waits to be sent: the line has what the database will have then, if nobody else changes it. */
void ddi_entry_line_foresee (DdiEntryLine *self, const DdiEntryFigures *figures);
/* Comes once after all saves of a unit: the day has begun, and what follows from its figures does. */
void ddi_entry_day_finish (int store_id, DdiDay day, int user_id, DdiUnit *unit);

G_END_DECLS
