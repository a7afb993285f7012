/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-name.h"

static void
test_key (void)
{
  static const char *const cases[][2] = {
    { "Choc Frosted   ", "choc frosted" },
    { "  Sugared ", "sugared" },
    { "Old\tFashioned\xc2\xa0 Munch", "old fashioned munch" },
    { "\xc3\x89"
      "clair",
      "\xc3\xa9"
      "clair" },
    { "   ", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = ddi_name_key (cases[i][0]);

      g_assert_cmpstr (key, ==, cases[i][1]);
    }
}

static void
test_distance (void)
{
  static const struct
  {
    const char *a, *b;
    guint distance;
  } cases[] = {
    { "", "", 0 },
    { "", "glazed", 6 },
    { "glazed", "glazed", 0 },
    { "spinkle", "sprinkle", 1 },
    { "galzed", "glazed", 1 },
    { "choc", "chocolate", 5 },
    { "kitten", "sitting", 3 },
    { "ca", "abc", 3 }, /* 2 for the unrestricted distance: a substring is not edited twice here */
    { "\xc3\xa9"
      "clair",
      "eclair", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (ddi_name_distance (cases[i].a, cases[i].b), ==, cases[i].distance);
      g_assert_cmpuint (ddi_name_distance (cases[i].b, cases[i].a), ==, cases[i].distance);
    }
}

static void
test_likeness (void)
{
  g_assert_cmpfloat (ddi_name_likeness ("Glazed ", "glazed"), ==, 1);
  g_assert_cmpfloat (ddi_name_likeness ("Salted Dark Choc Mun", "Salted Dark Choc Munchkin"), >, 0.95);
  g_assert_cmpfloat (ddi_name_likeness ("Holiday Spinkle Munch", "Holiday Sprinkle Munc"), >, 0.9);
  g_assert_cmpfloat (ddi_name_likeness ("Choc Glazed", "Chocolate Glazed"), >, 0.9);
  g_assert_cmpfloat (ddi_name_likeness ("Choc Frosted Sprinkle", "Choc Frosted Sprinkles"), >, 0.9);
  g_assert_cmpfloat (ddi_name_likeness ("Old Fashioned", "Old Fashioned Munch"), <, 0.8);
  g_assert_cmpfloat (ddi_name_likeness ("Glazed", "Glazed Munchkin"), <, 0.5);
  g_assert_cmpfloat (ddi_name_likeness ("Boston Kreme", "Jelly"), <, 0.3);
  g_assert_cmpfloat (ddi_name_likeness ("Combo 1", "Combo 2"), ==, 0);
  g_assert_cmpfloat (ddi_name_likeness ("", ""), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/name/key", test_key);
  g_test_add_func ("/core/name/distance", test_distance);
  g_test_add_func ("/core/name/likeness", test_likeness);
  return g_test_run ();
}
