/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-backup-retention.h"

/* Mondays: 2026-11-23 is one. */
static DdiDay
day (int month, int of_month)
{
  return ddi_day_from_ymd (2026, month, of_month);
}

static DdiBackupAge
make (DdiDay at, int hour, gboolean verified)
{
  return (DdiBackupAge){ .when = (gint64)at * 24 + hour, .day = at, .verified = verified };
}

static guint
count (const DdiBackupAge *ages, gsize n)
{
  guint kept = 0;

  for (gsize i = 0; i < n; i++)
    kept += ages[i].keep;
  return kept;
}

/* A year of one a day: a week of days, four weeks, a year of months. */
static void
test_year (void)
{
  DdiBackupAge ages[365];
  DdiDay last = day (11, 26);

  for (int i = 0; i < 365; i++)
    ages[i] = make (last - 364 + i, 3, TRUE);
  ddi_backup_retention_choose (&ddi_backup_retention_default, ages, 365);
  for (int i = 0; i < 7; i++)
    g_assert_true (ages[364 - i].keep);
  /* Sundays, the last day of each week before; of the running one the newest is there already. */
  g_assert_true (ages[364 - 4].keep);  /* 22 November */
  g_assert_true (ages[364 - 11].keep); /* 15 November */
  g_assert_true (ages[364 - 18].keep); /* 8 November */
  g_assert_false (ages[364 - 25].keep);
  g_assert_true (ages[364 - 26].keep); /* 31 October */
  g_assert_true (ages[364 - 57].keep); /* 30 September */
  /* 7 days, of the weeks two more, of the months 11 more. */
  g_assert_cmpuint (count (ages, 365), ==, 7 + 2 + 11);
}

/* Of a day the newest that is known to restore. */
static void
test_verified (void)
{
  const DdiBackupRetention one = { 1, 0, 0 };
  DdiBackupAge ages[] = { make (day (11, 25), 1, TRUE), make (day (11, 26), 1, TRUE),
                          make (day (11, 26), 2, TRUE), make (day (11, 26), 3, FALSE),
                          make (day (11, 26), 4, FALSE) };

  ddi_backup_retention_choose (&one, ages, G_N_ELEMENTS (ages));
  g_assert_false (ages[0].keep);
  g_assert_false (ages[1].keep);
  g_assert_true (ages[2].keep);
  g_assert_false (ages[3].keep);
  g_assert_true (ages[4].keep); /* the newest, all the same */
}

static void
test_nothing (void)
{
  const DdiBackupRetention none = { 0, 0, 0 };
  DdiBackupAge age = make (day (1, 1), 0, FALSE);

  ddi_backup_retention_choose (&none, NULL, 0);
  ddi_backup_retention_choose (&none, &age, 1);
  g_assert_true (age.keep);
}

/* Whatever there is: the newest and the newest verified stay, no more than asked for does, what is kept once is
 * kept again, and an order does not matter. */
static void
test_properties (void)
{
  for (int round = 0; round < 2000; round++)
    {
      gsize n = (gsize)g_test_rand_int_range (1, 60), newest = 0, verified = n, m = 0;
      int span = g_test_rand_int_range (1, 500);
      DdiBackupRetention retention = { (guint)g_test_rand_int_range (0, 9),
                                       (guint)g_test_rand_int_range (0, 6),
                                       (guint)g_test_rand_int_range (0, 14) };
      g_autofree DdiBackupAge *ages = g_new (DdiBackupAge, n);
      g_autofree DdiBackupAge *kept = g_new (DdiBackupAge, n);
      g_autofree DdiBackupAge *turned = g_new (DdiBackupAge, n);

      for (gsize i = 0; i < n; i++)
        {
          /* No two at the same moment. */
          ages[i] = make (day (11, 26) - g_test_rand_int_range (0, span), 0, g_test_rand_bit ());
          ages[i].when = ages[i].when * 100 + (gint64)i;
          newest = ages[i].when > ages[newest].when ? i : newest;
          if (ages[i].verified && (verified == n || ages[i].when > ages[verified].when))
            verified = i;
          turned[n - 1 - i] = ages[i];
        }
      ddi_backup_retention_choose (&retention, ages, n);
      ddi_backup_retention_choose (&retention, turned, n);
      g_assert_true (ages[newest].keep);
      g_assert_true (verified == n || ages[verified].keep);
      g_assert_cmpuint (count (ages, n), <=, retention.days + retention.weeks + retention.months + 2);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_true (ages[i].keep == turned[n - 1 - i].keep);
          if (ages[i].keep)
            kept[m++] = ages[i];
        }
      ddi_backup_retention_choose (&retention, kept, m);
      g_assert_cmpuint (count (kept, m), ==, m);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-retention/year", test_year);
  g_test_add_func ("/backup-retention/verified", test_verified);
  g_test_add_func ("/backup-retention/nothing", test_nothing);
  g_test_add_func ("/backup-retention/properties", test_properties);
  return g_test_run ();
}
