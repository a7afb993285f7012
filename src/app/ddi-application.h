/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DDI_TYPE_APPLICATION (ddi_application_get_type ())
G_DECLARE_FINAL_TYPE (DdiApplication, ddi_application, DDI, APPLICATION, AdwApplication)

DdiApplication *ddi_application_new (void);

G_END_DECLS
