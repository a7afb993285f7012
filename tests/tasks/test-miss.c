/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-miss.h"

#define WEDNESDAY 20782 /* 2026-11-25 */

static const char plain[] =
    "{\"level\": 40, \"predicted\": 60, \"weekday\": 1.25, \"weather\": 0.9, \"events\": [], "
    "\"flags\": []}";
static const char fair[] =
    "{\"level\": 40, \"events\": [{\"name\": \"Fair\", \"offset\": 0, \"factor\": 1.5}]}";

/* The first reason that holds is told; what cannot be the reason for this direction is not. */
static void
test_reasons (void)
{
  static const struct
  {
    DdiMiss miss;
    const char *reason;
  } cases[] = {
    { { WEDNESDAY, 60, 20, .state = "closed_early", .events = "Fair" }, "The shop closed early" },
    { { WEDNESDAY, 60, 0, .state = "closed" }, "The shop was closed" },
    { { WEDNESDAY, 20, 60, .state = "closed_early" }, "An unusual day" },
    { { WEDNESDAY, 20, 60, .sold_out = TRUE, .sold_out_at = "10:40" },
      "Sold out at 10:40, and more was wanted" },
    { { WEDNESDAY, 20, 60, .sold_out = TRUE }, "Sold out, and more may have been wanted" },
    { { WEDNESDAY, 60, 20, .events = "Fair, Road closed", .explanation = fair },
      "Fair, Road closed, forecast with +50 %" },
    { { WEDNESDAY, 20, 60, .events = "Bucket", .explanation = "{\"level\": 40, \"spell\": 1.2}" },
      "Bucket, forecast with +20 %" },
    { { WEDNESDAY, 60, 20, .events = "Road closed", .explanation = plain },
      "Road closed, whose effect was not known" },
    { { WEDNESDAY, 60, 20, .n_near = 6, .predicted_near = 300, .actual_near = 210 },
      "A new level: 30 % less was sold in the weeks around too" },
    { { WEDNESDAY, 20, 60, .n_near = 6, .predicted_near = 200, .actual_near = 250 },
      "A new level: 25 % more was sold in the weeks around too" },
    /* The days around say the opposite, too little, or too few of them speak. */
    { { WEDNESDAY, 60, 20, .n_near = 6, .predicted_near = 200, .actual_near = 250 }, "An unusual day" },
    { { WEDNESDAY, 60, 20, .n_near = 6, .predicted_near = 200, .actual_near = 170 }, "An unusual day" },
    { { WEDNESDAY, 60, 20, .n_near = 3, .predicted_near = 300, .actual_near = 100 }, "An unusual day" },
    { { WEDNESDAY, 60, 20, .explanation = "{\"level\": 1, \"flags\": [\"new\"]}" },
      "New here: little was known" },
    { { WEDNESDAY, 20, 60, .explanation = "{\"level\": 1, \"flags\": [\"sell_outs\"]}" },
      "It had sold out often: how much was wanted was a guess" },
    { { WEDNESDAY, 60, 20, .explanation = "{\"level\": 1, \"flags\": [\"sell_outs\"]}" }, "An unusual day" },
    { { WEDNESDAY, 60, 20, .explanation = plain },
      "An unusual day; forecast with Wed +25 % · weather −10 %" },
    { { WEDNESDAY, 60, 20, .explanation = "{\"level\": 1, \"flags\": 7}" }, "An unusual day" },
    { { WEDNESDAY, 60, 20, .explanation = "not JSON" }, "An unusual day" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = ddi_miss_explain (&cases[i].miss);

      g_assert_cmpstr (reason, ==, cases[i].reason);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/miss/reasons", test_reasons);
  return g_test_run ();
}
