/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-engine.h"

G_BEGIN_DECLS

/* What a full run learnt, for bringing its forecasts up to a later day without learning anew: where each
 * series' levels stand, the combination's weights, the events' effects and the spread of the errors. Made
 * and used by one thread at a time. Memory: 16 bytes a series and day, and 1 kB a series. */
typedef struct _DdiEngineState DdiEngineState;

void ddi_engine_state_free (DdiEngineState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEngineState, ddi_engine_state_free)

/* ddi_engine_run(); where @keep, *@state (transfer full) is what it learnt, else NULL. */
DdiForecast *ddi_engine_run_keeping (const DdiEngineRequest *request, gboolean keep, DdiEngineState **state,
                                     GError **error);

/* Whether @state may be brought up to @request: the same stores, products, series and events, the same
 * figures on every day it has seen, and no more than four weeks since it was learnt. */
gboolean ddi_engine_state_fits (const DdiEngineState *self, const DdiEngineRequest *request);

/* The forecasts of @request, from the state and the days since; the state then stands on that day. Levels,
 * drift and season are those of a full run, but for the rounding of sums; the weights, the events' effects and the
 * spread are those of the full run behind the state. Where the state does not fit, or is cancelled, NULL
 * with DDI_FORECAST_ERROR_REQUEST or DDI_FORECAST_ERROR_CANCELLED; after the latter it may fit nothing.
 * Cost: linear in series × days, but a few additions a day instead of hundreds. */
DdiForecast *ddi_engine_update (DdiEngineState *self, const DdiEngineRequest *request, GError **error);

/* The state as bytes, for a file that is read by the same build on the same machine: a cache, not an
 * archive. Loading gives NULL where the bytes are cut, altered or of another build. */
GBytes *ddi_engine_state_save (const DdiEngineState *self);
DdiEngineState *ddi_engine_state_load (GBytes *bytes);
/* Whether the bytes begin like those of a state, of whatever build. */
gboolean ddi_engine_state_recognise (GBytes *bytes);

G_END_DECLS
