/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The entry points for bytes that somebody else wrote. libFuzzer drives them one by one (./dev fuzz), the
 * test "fuzz" with random mutations of the same seeds. Each checks what it can of the result. */
typedef void (*FuzzFunc) (const guint8 *data, gsize size);

typedef struct
{
  const char *name;
  FuzzFunc run;
  GPtrArray *(*seeds) (void); /* (element-type GBytes) (transfer full) */
} FuzzTarget;

/* Ends with a NULL name. */
extern const FuzzTarget fuzz_targets[];

/* From fuzz-seeds.c: files like those that shops send. (transfer full) */
GPtrArray *fuzz_seeds_sales (void);
GPtrArray *fuzz_seeds_events (void);
GPtrArray *fuzz_seeds_ical (void);
GPtrArray *fuzz_seeds_xlsx (void);
GPtrArray *fuzz_seeds_sheet_xml (void);
GPtrArray *fuzz_seeds_cells (void);
GPtrArray *fuzz_seeds_json (void);
GPtrArray *fuzz_seeds_outbox (void);
GPtrArray *fuzz_seeds_entry (void);
GPtrArray *fuzz_seeds_seal (void);
GPtrArray *fuzz_seeds_sql_dump (void);

/* From fuzz-engine.c: the forecasts of a district that the bytes describe. */
void fuzz_run_engine (const guint8 *data, gsize size);
GPtrArray *fuzz_seeds_engine (void);

G_END_DECLS
