/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The GTK program: its options, which data is open, its one window.
 *
 *   --demo                the demo district, in a home of its own
 *   --data-dir DIR        an embedded home elsewhere
 *   --connection URI      a server instead of an embedded home
 *   --screenshots DIR     writes a picture of every page into DIR, then quits
 *   --screenshot-style S  see ddi_screenshots_set_style() */
#define DDI_TYPE_APPLICATION (ddi_application_get_type ())
G_DECLARE_FINAL_TYPE (DdiApplication, ddi_application, DDI, APPLICATION, AdwApplication)

/* Both tables are static, see DdiPageInfo and DdiCommandInfo. */
DdiApplication *ddi_application_new (const DdiPageInfo *pages, const DdiCommandInfo *commands);

G_END_DECLS
