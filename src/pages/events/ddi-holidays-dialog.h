/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* Adds the holidays of the United States in a span of days; those that are there already stay.
 *
 * Signal: "added" (GPtrArray *, element-type DdiEventRecord with nothing but id and row_version), which may
 * be empty. */
#define DDI_TYPE_HOLIDAYS_DIALOG (ddi_holidays_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiHolidaysDialog, ddi_holidays_dialog, DDI, HOLIDAYS_DIALOG, AdwWindow)

/* Proposes three years back, which forecasts learn from, to the end of next year. */
DdiHolidaysDialog *ddi_holidays_dialog_new (GtkWindow *parent, DdiSession *session);

G_END_DECLS
