/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/records/ddi-records-page.h"

G_BEGIN_DECLS

#define DDI_TYPE_SALES_PAGE (ddi_sales_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiSalesPage, ddi_sales_page, DDI, SALES_PAGE, DdiRecordsPage)

G_END_DECLS
