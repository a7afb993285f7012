/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/records/ddi-records-page.h"

G_BEGIN_DECLS

#define DDI_TYPE_PRODUCTION_PAGE (ddi_production_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiProductionPage, ddi_production_page, DDI, PRODUCTION_PAGE, DdiRecordsPage)

G_END_DECLS
