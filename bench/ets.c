/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses and fits exponential smoothing for each series of a file, one a line, days apart by spaces: ets FILE
 * PERIOD. Prints a line a series: seconds of processor time, the mean of some runs, and the choice's AICc. */
#include "forecast/ddi-ets-fit.h"

#include <stdlib.h>
#include <time.h>

#define RUNS 5

static double
processor_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static GArray *
read_numbers (const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  char *end;

  for (double v = g_ascii_strtod (text, &end); end != text; text = end, v = g_ascii_strtod (text, &end))
    g_array_append_val (numbers, v);
  return numbers;
}

static void
measure (const char *line, int period)
{
  g_autoptr (GArray) y = read_numbers (line);
  double aicc = G_MAXDOUBLE, start = processor_seconds ();

  for (int i = 0; i < RUNS; i++)
    {
      g_auto (DdiEtsFit) fit = { 0 };

      if (ddi_ets_choose (&fit, (double *)y->data, (int)y->len, period))
        aicc = fit.aicc;
    }
  g_print ("%.6f %.6f\n", (processor_seconds () - start) / RUNS, aicc);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (argc != 3 || !g_file_get_contents (argv[1], &text, NULL, &error))
    {
      g_printerr ("usage: bench-ets FILE PERIOD%s%s\n", error ? ": " : "", error ? error->message : "");
      return 2;
    }
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line != '\0')
      measure (*line, atoi (argv[2]));
  return 0;
}
