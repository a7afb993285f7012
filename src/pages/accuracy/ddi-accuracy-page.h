/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "pages/accuracy/ddi-accuracy-view.h"

G_BEGIN_DECLS

#define DDI_TYPE_ACCURACY_PAGE (ddi_accuracy_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiAccuracyPage, ddi_accuracy_page, DDI, ACCURACY_PAGE, DdiPage)

DdiAccuracyView *ddi_accuracy_page_get_view (DdiAccuracyPage *self);

G_END_DECLS
