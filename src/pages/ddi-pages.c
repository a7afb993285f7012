/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/ddi-pages.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-preferences-window.h"
#include "app/ddi-window-lock.h"
#include "pages/accuracy/ddi-accuracy-page.h"
#include "pages/audit/ddi-audit-page.h"
#include "pages/database/ddi-database-page.h"
#include "pages/entry/ddi-entry-page.h"
#include "pages/events/ddi-events-page.h"
#include "pages/forecasts/ddi-forecasts-page.h"
#include "pages/import/ddi-import-dialog.h"
#include "pages/overview/ddi-overview-page.h"
#include "pages/production/ddi-production-page.h"
#include "pages/products/ddi-products-page.h"
#include "pages/sales/ddi-sales-page.h"
#include "pages/stores/ddi-stores-page.h"
#include "pages/users/ddi-password-dialog.h"
#include "pages/users/ddi-users-page.h"
#include "pages/waste/ddi-waste-page.h"

const DdiPageInfo ddi_pages[] = {
  { "overview", N_ ("Overview"), "go-home-symbolic", ddi_overview_page_get_type },
  { "forecasts", N_ ("Forecasts"), "ddi-forecasts-symbolic", ddi_forecasts_page_get_type },
  { "entry", N_ ("Enter a Day"), "ddi-entry-symbolic", ddi_entry_page_get_type },
  { "production", N_ ("Production"), "ddi-production-symbolic", ddi_production_page_get_type },
  { "sales", N_ ("Sales"), "ddi-sales-symbolic", ddi_sales_page_get_type },
  { "waste", N_ ("Waste"), "ddi-waste-symbolic", ddi_waste_page_get_type },
  { "products", N_ ("Products"), "ddi-products-symbolic", ddi_products_page_get_type },
  { "stores", N_ ("Stores"), "ddi-stores-symbolic", ddi_stores_page_get_type },
  { "events", N_ ("Events"), "ddi-events-symbolic", ddi_events_page_get_type },
  { "accuracy", N_ ("Accuracy"), "ddi-accuracy-symbolic", ddi_accuracy_page_get_type },
  { "users", N_ ("Users"), "ddi-users-symbolic", ddi_users_page_get_type, .administrators = TRUE },
  { "audit", N_ ("Audit"), "ddi-audit-symbolic", ddi_audit_page_get_type, .administrators = TRUE },
  { "database", N_ ("Database"), "ddi-database-symbolic", ddi_database_page_get_type,
    .administrators = TRUE },
  { NULL },
};

const DdiCommandInfo ddi_commands[] = {
  { "import", NULL, ddi_import_command_activate, ddi_import_command_drop },
  { "preferences", NULL, ddi_preferences_command_activate },
  { "lock", NULL, ddi_window_lock_command_activate, .accounts = TRUE },
  { "change-password", NULL, ddi_password_command_activate, .accounts = TRUE },
  { NULL },
};
