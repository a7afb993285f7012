/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-ticks.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-week.h"

/* The calendar steps from fine to coarse. Weeks are tried by one and by two; where not even years
 * fit, every 2nd, 5th, 10th… year. */
typedef struct
{
  DdiCalendarStep step;
  int every; /* weeks and years */
} Step;

static char *
format_day (DdiDay day, const char *format)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (day);

  return g_date_time_format (date, format);
}

/* Spans of more than a year name the year wherever a label might be taken for another one. */
static char *
label_text (DdiDay day, DdiCalendarStep step, gboolean edge, gboolean long_span)
{
  int month;

  day = CLAMP (day, DDI_DAY_MIN, DDI_DAY_MAX);
  ddi_day_to_ymd (day, NULL, &month, NULL);
  if (edge || step <= DDI_STEP_WEEK)
    /* Translators: a day on a chart's axis, as g_date_time_format() writes it: "24 Nov". */
    return long_span ? format_day (day, _ ("%-d %b %Y")) : format_day (day, _ ("%-d %b"));
  if (step == DDI_STEP_YEAR)
    return format_day (day, "%Y");
  /* Translators: a month on a chart's axis; the second one stands at the first month of a year. */
  return month == 1 ? format_day (day, _ ("%b %Y")) : format_day (day, _ ("%b"));
}

static gboolean
starts_step (DdiDay day, const Step *step)
{
  int year, month, of_month;

  if (step->step == DDI_STEP_DAY)
    return TRUE;
  if (step->step == DDI_STEP_WEEK)
    /* Weeks are counted from that of 1970-01-01, so that every other one stays where it is as the range
     * moves. */
    return ddi_week_begin (day) == day && (day - ddi_week_begin (0)) / 7 % step->every == 0;
  ddi_day_to_ymd (day, &year, &month, &of_month);
  if (of_month != 1)
    return FALSE;
  if (step->step == DDI_STEP_MONTH)
    return TRUE;
  if (step->step == DDI_STEP_QUARTER)
    return (month - 1) % 3 == 0;
  return month == 1 && year % step->every == 0;
}

/* The first day of a new step within the days that a datum covers. */
static DdiDay
find_start (const DdiCalendarAxis *axis, guint index, const Step *step)
{
  for (guint i = 0; i < axis->days_each; i++)
    {
      gint64 day = (gint64)axis->first + (gint64)index * axis->days_each + i;

      if (day >= DDI_DAY_MIN && day <= DDI_DAY_MAX && starts_step ((DdiDay)day, step))
        return (DdiDay)day;
    }
  return DDI_DAY_INVALID;
}

static DdiDateLabel *
label_new (const DdiCalendarAxis *axis, guint index, char *text, DdiTextSizeFunc size, gpointer user_data)
{
  DdiDateLabel *label = g_new0 (DdiDateLabel, 1);
  double height;

  label->index = index;
  label->text = text;
  label->x = axis->from + (index + 0.5) * (axis->to - axis->from) / axis->n;
  size (text, user_data, &label->width, &height);
  label->left = MAX (MIN (label->x - label->width / 2, axis->max - label->width), axis->min);
  return label;
}

static gboolean
too_close (const DdiCalendarAxis *axis, const DdiDateLabel *a, const DdiDateLabel *b)
{
  return a->left < b->left + b->width + axis->gap && b->left < a->left + a->width + axis->gap;
}

static void
next_step (Step *step)
{
  int leading = step->every;

  if (step->step == DDI_STEP_WEEK && step->every == 1)
    {
      step->every = 2;
      return;
    }
  if (step->step < DDI_STEP_YEAR)
    {
      step->step++;
      step->every = 1;
      return;
    }
  /* 1, 2, 5, 10, 20, 50… */
  while (leading >= 10)
    leading /= 10;
  step->every = leading == 2 ? step->every / 2 * 5 : step->every * 2;
}

/* All labels of one step between the first and the last; FALSE where two of them collide. */
static gboolean
try_step (const DdiCalendarAxis *axis, const Step *step, GPtrArray *labels, DdiTextSizeFunc size,
          gpointer user_data)
{
  const DdiDateLabel *head = g_ptr_array_index (labels, 0);
  const DdiDateLabel *tail = g_ptr_array_index (labels, labels->len - 1);
  gboolean long_span = (gint64)axis->n * axis->days_each > 366;
  const DdiDateLabel *before = NULL;

  for (guint i = 1; i + 1 < axis->n; i++)
    {
      DdiDay day = find_start (axis, i, step);
      DdiDateLabel *label;

      if (day == DDI_DAY_INVALID)
        continue;
      if (axis->days_each > 1 && step->step <= DDI_STEP_WEEK)
        day = (DdiDay)(axis->first + (gint64)i * axis->days_each);
      label = label_new (axis, i, label_text (day, step->step, FALSE, long_span), size, user_data);
      if (before && too_close (axis, before, label))
        {
          ddi_date_label_free (label);
          return FALSE;
        }
      if (too_close (axis, label, head) || too_close (axis, label, tail))
        {
          ddi_date_label_free (label);
          continue;
        }
      g_ptr_array_insert (labels, (int)labels->len - 1, label);
      before = label;
    }
  return TRUE;
}

GPtrArray *
ddi_ticks_for_calendar (const DdiCalendarAxis *axis, DdiTextSizeFunc size, gpointer user_data,
                        DdiCalendarStep *step)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_date_label_free);
  gint64 last_day = (gint64)axis->first + ((gint64)axis->n - 1) * axis->days_each;
  gboolean long_span = (gint64)axis->n * axis->days_each > 366;
  Step tried = { DDI_STEP_DAY, 1 };
  DdiDateLabel *head, *tail;

  if (step)
    *step = DDI_STEP_DAY;
  if (axis->n == 0)
    return g_steal_pointer (&labels);

  tail = label_new (axis, axis->n - 1, label_text ((DdiDay)last_day, DDI_STEP_DAY, TRUE, long_span), size,
                    user_data);
  g_ptr_array_add (labels, tail);
  if (axis->n == 1)
    return g_steal_pointer (&labels);
  head = label_new (axis, 0, label_text (axis->first, DDI_STEP_DAY, TRUE, long_span), size, user_data);
  if (too_close (axis, head, tail))
    {
      ddi_date_label_free (head);
      return g_steal_pointer (&labels);
    }
  g_ptr_array_insert (labels, 0, head);

  while (!try_step (axis, &tried, labels, size, user_data))
    {
      g_ptr_array_remove_range (labels, 1, labels->len - 2);
      next_step (&tried);
    }
  if (step)
    *step = tried.step;
  return g_steal_pointer (&labels);
}

void
ddi_date_label_free (DdiDateLabel *self)
{
  g_free (self->text);
  g_free (self);
}
