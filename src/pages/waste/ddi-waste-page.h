/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/records/ddi-records-page.h"

G_BEGIN_DECLS

#define DDI_TYPE_WASTE_PAGE (ddi_waste_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiWastePage, ddi_waste_page, DDI, WASTE_PAGE, DdiRecordsPage)

G_END_DECLS
