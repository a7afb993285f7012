/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "core/ddi-event.h"
#include "exchange/ddi-calendar-file.h"

G_BEGIN_DECLS

/* An event longer than this is a date mistyped. */
#define DDI_MAX_EVENT_DAYS 1100

/* A file without rows. */
DdiEventFile *ddi_event_file_new (const char *name);

G_END_DECLS
