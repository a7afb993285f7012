/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-engine-state.h"
#include "forecast/ddi-learn.h"

G_BEGIN_DECLS

struct _DdiEngineState
{
  DdiLearn *learn;     /* at rest, its effects NULL after loading; NULL after a cancelled update */
  int learnt;          /* days of history behind the full run */
  guint64 names, days; /* fingerprints of the panel's names and of the days behind the state */
};

G_END_DECLS
