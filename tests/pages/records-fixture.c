/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

static DdiHome *home;
static DdiSession *session;

DdiHome *
records_home (void)
{
  return home;
}

DdiSession *
records_session (void)
{
  return session;
}

DdiWindow *
records_open (const char *id)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, id, NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

void
records_fixture_init (int *argc, char ***argv)
{
  g_autofree char *made = NULL;

  ddi_test_ui_init (argc, argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01'), (1, 'Store 02');"
      "INSERT INTO products (name) VALUES ('Glazed');"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      " SELECT (SELECT min(id) FROM users), 1, CURRENT_DATE - d, 1, 'Glazed', 20 FROM generate_series(1, 6) "
      "d;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
      " SELECT (SELECT min(id) FROM users), 1, CURRENT_DATE - d, 1, 'Glazed', d FROM generate_series(1, 6) d;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      " SELECT (SELECT min(id) FROM users), 1, CURRENT_DATE - d, 1, 'Glazed', 20 - d, 'derived'"
      " FROM generate_series(1, 6) d");
  session = ddi_test_session_new (home);
}

int
records_fixture_run (void)
{
  int status = g_test_run ();

  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  return status;
}
