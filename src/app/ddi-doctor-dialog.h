/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-doctor.h"

G_BEGIN_DECLS

/* Goes step by step where a connection goes, and tells the first thing that is wrong with how to mend it. */
#define DDI_TYPE_DOCTOR_DIALOG (ddi_doctor_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiDoctorDialog, ddi_doctor_dialog, DDI, DOCTOR_DIALOG, AdwWindow)

/* Begins at once; @options is copied. Above @parent. */
DdiDoctorDialog *ddi_doctor_dialog_new (GtkWindow *parent, const DdiDoctorOptions *options);

G_END_DECLS
