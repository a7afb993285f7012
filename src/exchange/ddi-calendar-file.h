/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "exchange/ddi-exchange-error.h"

G_BEGIN_DECLS

/* A row of events.csv: starts_on, ends_on, name, kind and, where the file has them, store, expected_effect,
 * closes_at, product and category; or an occurrence of a calendar. */
typedef struct
{
  DdiDay starts_on;
  DdiDay ends_on; /* >= starts_on */
  char *name;
  const char *kind;       /* static: "holiday", "school", "promotion", "closure" or "local" */
  char *store;            /* NULL: every store */
  double expected_effect; /* +0.15 is 15 % more; NaN: not said */
  int closes_at;          /* minutes after midnight; -1: as always */
  char *product;          /* the one that it concerns; NULL: all */
  char *category;         /* the same; never both */
  guint64 row;
} DdiEventRow;

typedef struct
{
  char *name;
  GPtrArray *rows;     /* (element-type DdiEventRow) */
  GPtrArray *problems; /* (element-type DdiProblem) rows left out */
} DdiEventFile;

/* CSV, or iCalendar where the name ends in .ics: then what touches three years back to two years ahead.
 * @lenient as in DdiSalesFileOptions. */
DdiEventFile *ddi_event_file_load (const char *path, gboolean lenient, GCancellable *cancellable,
                                   GError **error);
/* By its name. */
gboolean ddi_event_file_is_calendar (const char *path);
void ddi_event_file_free (DdiEventFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEventFile, ddi_event_file_free)

/* A row of weather.csv: date and one column a measure, named as the file names it. */
typedef struct
{
  DdiDay day;
  char *store;   /* NULL: every store */
  double *value; /* value[n_measures]; NaN where the cell is empty */
  guint64 row;
} DdiWeatherRow;

typedef struct
{
  char *name;
  char **measures; /* "rain_mm", "temperature_c", … NULL-terminated */
  guint n_measures;
  GPtrArray *rows;     /* (element-type DdiWeatherRow) */
  GPtrArray *problems; /* (element-type DdiProblem) rows left out */
} DdiWeatherFile;

DdiWeatherFile *ddi_weather_file_load (const char *path, gboolean lenient, GCancellable *cancellable,
                                       GError **error);
void ddi_weather_file_free (DdiWeatherFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiWeatherFile, ddi_weather_file_free)

G_END_DECLS
