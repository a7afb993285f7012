/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included by test-archive.c: queries that tell the same whether figures are archived or not. */
#pragma once

#include <glib.h>

#define RANGE "'2019-12-01', '2020-01-31'"

static const struct
{
  const char *query;
  const char *params;
  gboolean any_order; /* of what a row holds */
} reads[] = {
  { "overview/get-today", "(0, '2020-01-05')" },
  { "overview/list-totals", "(0, " RANGE ", '2020-01-31')" },
  { "overview/list-totals", "(1, " RANGE ", '2020-01-31')" },
  { "overview/list-days", "(0, " RANGE ", 7)", TRUE },
  { "overview/list-days", "(1, " RANGE ", 7)", TRUE },
  { "overview/list-waste-products", "(0, " RANGE ")" },
  { "overview/list-waste-products", "(2, " RANGE ")" },
  { "overview/list-waste-reasons", "(2, " RANGE ", 7)", TRUE },
  { "overview/list-errors", "(0, " RANGE ")", TRUE },
  { "stores/list", "(" RANGE ", '2020-01-31', @ms nothing)" },
  { "sales/count", "(@mai just [1, 2], @ms nothing, @ms nothing, @mi nothing, @ms nothing)" },
  { "waste/count", "(@mai nothing, @ms nothing, @ms nothing, @mi nothing, @ms nothing)" },
  { "waste/list-window",
    "(@mai nothing, @ms nothing, @ms nothing, @mi nothing, @ms nothing, 'quantity', true, "
    "@ms nothing, @ms nothing, @mi nothing, @mx nothing, @x 3, 20)" },
  { "waste/list-reasons", NULL },
  { "reports/trends", "('2020-01-05', 30, @mai nothing)" },
  { "reports/trends", "('2020-01-05', 30, @mai just [1])" },
  { "reports/waste", "('2020-01-05', 90, @mai just [1, 3])" },
  { "reports/users", "(10, '2020-01-05', @mi nothing)" },
  { "reports/users", "(10, '2020-01-05', @mi 20)" },
  { "reports/accuracy", "('2020-01-05', 20, @mai nothing, @mi nothing)" },
  { "reports/weekly", "(@ms nothing, '2019-12-29')" },
  { "reports/weekly-days", "(@ms nothing, '2019-12-29')" },
  { "reports/weekly-worst", "(@ms nothing, '2019-12-29', 10)" },
  { "export/list-sales", "(@mi nothing, @ms nothing, @ms nothing, @mi nothing, @ms nothing, @mi nothing, "
                         "@mx nothing, 500)" },
  { "export/list-waste", "(@mi 1, @ms '2019-12-29', @ms nothing, @mi nothing, @ms nothing, @mi nothing, "
                         "@mx nothing, 500)" },
  { "entry/list-lines", "(1, '2019-12-30')" },
  { "records/read-day", "(2, '2019-12-30', 1)" },
  { "orders/list-product-days", "(1, 1, '2019-12-28', '2020-01-05')" },
  { "orders/list-product-days", "(2, 2, '2019-12-28', '2020-01-05')" },
  { "accuracy/list-groups", "(@mai nothing, " RANGE ", @mi nothing)", TRUE },
  { "waste-analysis/list-days", "(@mai nothing, " RANGE ")", TRUE },
  { "waste-analysis/list-goals", "(@mai nothing, " RANGE ")", TRUE },
  { "waste-analysis/list-totals", "(@mai nothing, " RANGE ")", TRUE },
  { "products/first-day", NULL },
  { "forecasts/load-history", "(9999,)", TRUE },
};
