/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tasks/ddi-generate.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* The forecasts that are being made, one run at a time: every page of the window sees how far it is, and each may stop
 * it. Main thread only.
 *
 * Signals: "changed" (): it began, is further, or has ended; "ended" (char *what, GError *error): what was done, in words
 * ("" where nobody has asked for it: a demo's), or why not; both are NULL where it was stopped. */
#define DDI_TYPE_GENERATE_RUN (ddi_generate_run_get_type ())
G_DECLARE_FINAL_TYPE (DdiGenerateRun, ddi_generate_run, DDI, GENERATE_RUN, GObject)

DdiGenerateRun *ddi_generate_run_new (void);

/* Nothing where one is under way. The progress function of @options is the run's own. @demo: the home of a demo district, whose
 * forecasts are settled; else NULL. */
void ddi_generate_run_start (DdiGenerateRun *self, DdiDatabase *database, const DdiGenerateOptions *options,
                             DdiHome *demo);
void ddi_generate_run_stop (DdiGenerateRun *self);

gboolean ddi_generate_run_is_running (DdiGenerateRun *self);
/* 0 to 1, of the run under way or the last one. */
double ddi_generate_run_get_fraction (DdiGenerateRun *self);
/* What it is doing, translated. */
const char *ddi_generate_run_get_step (DdiGenerateRun *self);

G_END_DECLS
