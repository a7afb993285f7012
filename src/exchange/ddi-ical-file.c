/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-ical-file.h"

#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <string.h>

#include "exchange/ddi-calendar-file-private.h"

#define MAX_BYTES (16 * 1024 * 1024)
#define MAX_ROWS 20000
/* Components in each other, which the parser frees by recursion. */
#define MAX_DEPTH 16
/* Occurrences of one rule that are looked at, those before the span included. */
#define MAX_STEPS 40000
#define MAX_NAME 200

typedef struct
{
  DdiEventFile *file;
  DdiDay first, last;
  gboolean lenient;
  GHashTable *moved; /* "uid/day" of occurrences that have an event of their own */
  GCancellable *cancellable;
} Reading;

static gboolean
fail (const char *name, GError **error, DdiExchangeError code, const char *why)
{
  g_set_error (error, DDI_EXCHANGE_ERROR, code, "%s: %s", name, why);
  return FALSE;
}

/* ---- before the parser sees it ---- */

static gboolean
check_depth (const char *text)
{
  int depth = 0;

  for (const char *line = text; line; line = strchr (line, '\n'))
    {
      line += *line == '\n';
      if (g_ascii_strncasecmp (line, "BEGIN:", 6) == 0 && ++depth > MAX_DEPTH)
        return FALSE;
      if (g_ascii_strncasecmp (line, "END:", 4) == 0)
        depth--;
    }
  return TRUE;
}

static gboolean
check_text (const char *text, gsize length, const char *name, GError **error)
{
  const char *begin = text;

  if (length > MAX_BYTES)
    return fail (name, error, DDI_EXCHANGE_ERROR_LIMIT, _ ("a calendar of more than 16 MiB"));
  if (!g_utf8_validate (text, (gssize)length, NULL))
    return fail (name, error, DDI_EXCHANGE_ERROR_ENCODING, _ ("the text is not UTF-8"));
  if (g_str_has_prefix (begin, "\xef\xbb\xbf"))
    begin += 3;
  while (g_ascii_isspace (*begin))
    begin++;
  if (g_ascii_strncasecmp (begin, "BEGIN:VCALENDAR", 15) != 0)
    return fail (name, error, DDI_EXCHANGE_ERROR_FORMAT, _ ("this is not an iCalendar file"));
  return check_depth (begin) ||
         fail (name, error, DDI_EXCHANGE_ERROR_LIMIT, _ ("the calendar is nested too deeply"));
}

/* ---- days ---- */

/* DDI_DAY_INVALID where it cannot be. @last: of an end, which is exclusive. */
static DdiDay
day_of (struct icaltimetype time, gboolean last)
{
  DdiDay day;

  if (icaltime_is_null_time (time) || !icaltime_is_valid_time (time))
    return DDI_DAY_INVALID;
  if (!time.is_date && icaltime_is_utc (time))
    {
      g_autoptr (GDateTime) utc = g_date_time_new_utc (time.year, time.month, time.day, time.hour,
                                                       time.minute, MIN (time.second, 59));
      g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

      if (local == NULL)
        return DDI_DAY_INVALID;
      time.year = g_date_time_get_year (local);
      time.month = g_date_time_get_month (local);
      time.day = g_date_time_get_day_of_month (local);
      time.hour = g_date_time_get_hour (local);
      time.minute = g_date_time_get_minute (local);
      time.second = g_date_time_get_second (local);
    }
  day = ddi_day_from_ymd (time.year, time.month, time.day);
  if (last && day != DDI_DAY_INVALID && (time.is_date || time.hour + time.minute + time.second == 0))
    day--;
  return day;
}

static char *
occurrence_key (const char *uid, struct icaltimetype time)
{
  return g_strdup_printf ("%s/%d", uid, day_of (time, FALSE));
}

/* ---- what an event is ---- */

static const struct
{
  const char *word;
  DdiEventKind kind;
} words[] = {
  { "school", DDI_EVENT_SCHOOL },   { "vacation", DDI_EVENT_SCHOOL }, { "spring break", DDI_EVENT_SCHOOL },
  { "closed", DDI_EVENT_CLOSURE },  { "closure", DDI_EVENT_CLOSURE }, { "promotion", DDI_EVENT_PROMOTION },
  { "holiday", DDI_EVENT_HOLIDAY }, { "local", DDI_EVENT_LOCAL },
};

static gboolean
find_word (const char *text, DdiEventKind *kind)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i].word))
      {
        *kind = words[i].kind;
        return TRUE;
      }
  return FALSE;
}

static DdiEventKind
kind_of (icalcomponent *event, const char *name, gboolean whole_day)
{
  DdiEventKind kind;

  for (icalproperty *p = icalcomponent_get_first_property (event, ICAL_CATEGORIES_PROPERTY); p;
       p = icalcomponent_get_next_property (event, ICAL_CATEGORIES_PROPERTY))
    if (icalproperty_get_categories (p) && find_word (icalproperty_get_categories (p), &kind))
      return kind;
  if (find_word (name, &kind))
    return kind;
  return whole_day ? DDI_EVENT_HOLIDAY : DDI_EVENT_LOCAL;
}

/* One line of at most MAX_NAME characters; NULL where there is none. */
static char *
name_of (icalcomponent *event)
{
  const char *summary = icalcomponent_get_summary (event);
  g_autofree char *valid = summary ? g_utf8_make_valid (summary, -1) : NULL;
  char *name;

  if (valid == NULL)
    return NULL;
  for (char *c = valid; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  name = g_strstrip (g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_NAME)));
  if (*name)
    return name;
  g_free (name);
  return NULL;
}

/* ---- occurrences ---- */

static gboolean
add_row (Reading *self, const char *name, DdiEventKind kind, DdiDay first, DdiDay last)
{
  DdiEventRow *row;

  if (first > self->last || last < self->first)
    return TRUE;
  if (self->file->rows->len >= MAX_ROWS)
    return FALSE;
  row = g_new0 (DdiEventRow, 1);
  row->starts_on = first;
  row->ends_on = last;
  row->name = g_strdup (name);
  row->kind = ddi_event_kind_name (kind);
  row->expected_effect = NAN;
  row->closes_at = -1;
  g_ptr_array_add (self->file->rows, row);
  return TRUE;
}

static gboolean
is_excluded (icalcomponent *event, DdiDay day)
{
  for (icalproperty *p = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY); p;
       p = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY))
    if (day_of (icalproperty_get_exdate (p), FALSE) == day)
      return TRUE;
  return FALSE;
}

typedef struct
{
  icalcomponent *event;
  const char *name;
  const char *uid;
  DdiEventKind kind;
  struct icaltimetype start;
  int days; /* beside the first */
} Event;

static gboolean
add_occurrence (Reading *self, const Event *event, struct icaltimetype time)
{
  g_autofree char *key = occurrence_key (event->uid, time);
  DdiDay day = day_of (time, FALSE);

  if (day == DDI_DAY_INVALID || is_excluded (event->event, day) || g_hash_table_contains (self->moved, key))
    return TRUE;
  return add_row (self, event->name, event->kind, day, day + event->days);
}

/* NULL, or why not. */
static const char *
add_rule (Reading *self, const Event *event, struct icalrecurrencetype rule)
{
  icalrecur_iterator *iterator;
  const char *why = NULL;
  int steps = 0;

  if (rule.freq == ICAL_NO_RECURRENCE || rule.freq <= ICAL_HOURLY_RECURRENCE)
    return _ ("it recurs more often than daily");
  iterator = icalrecur_iterator_new (rule, event->start);
  if (iterator == NULL)
    return _ ("its rule cannot be read");
  for (struct icaltimetype time = icalrecur_iterator_next (iterator); !icaltime_is_null_time (time);
       time = icalrecur_iterator_next (iterator))
    {
      DdiDay day = day_of (time, FALSE);

      if (day == DDI_DAY_INVALID || day > self->last || g_cancellable_is_cancelled (self->cancellable))
        break;
      if (++steps > MAX_STEPS || !add_occurrence (self, event, time))
        {
          why = _ ("it recurs too often");
          break;
        }
    }
  icalrecur_iterator_free (iterator);
  return why;
}

static const char *
add_occurrences (Reading *self, const Event *event)
{
  icalproperty *rule = icalcomponent_get_first_property (event->event, ICAL_RRULE_PROPERTY);
  const char *why = NULL;

  if (rule == NULL && !add_occurrence (self, event, event->start))
    return _ ("there are too many events");
  for (; rule && why == NULL; rule = icalcomponent_get_next_property (event->event, ICAL_RRULE_PROPERTY))
    why = add_rule (self, event, icalproperty_get_rrule (rule));
  for (icalproperty *p = icalcomponent_get_first_property (event->event, ICAL_RDATE_PROPERTY);
       p && why == NULL; p = icalcomponent_get_next_property (event->event, ICAL_RDATE_PROPERTY))
    if (!add_occurrence (self, event, icalproperty_get_rdate (p).time))
      why = _ ("there are too many events");
  return why;
}

/* How many days it lasts beside the first; -1: it ends before it starts, or after more than three years. */
static int
count_days (icalcomponent *event, struct icaltimetype start)
{
  DdiDay first = day_of (start, FALSE), last = first;

  if (icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY) ||
      icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY))
    last = day_of (icalcomponent_get_dtend (event), TRUE);
  if (last == DDI_DAY_INVALID)
    return -1;
  /* An end at the very start, which many programs write for a whole day. */
  last = last == first - 1 ? first : last;
  return last < first || last - first > DDI_MAX_EVENT_DAYS ? -1 : last - first;
}

static const char *
add_event (Reading *self, icalcomponent *component, char **name)
{
  const char *uid = icalcomponent_get_uid (component);
  Event event = { .event = component, .uid = uid ? uid : "" };
  gboolean moved = icalcomponent_get_first_property (component, ICAL_RECURRENCEID_PROPERTY) != NULL;

  *name = name_of (component);
  if (icalcomponent_get_status (component) == ICAL_STATUS_CANCELLED)
    return NULL;
  if (*name == NULL)
    return _ ("an event without a name");
  event.name = *name;
  event.start = icalcomponent_get_dtstart (component);
  if (day_of (event.start, FALSE) == DDI_DAY_INVALID)
    return _ ("its first day cannot be read");
  event.days = count_days (component, event.start);
  if (event.days < 0)
    return _ ("it ends before it starts, or after more than three years");
  event.kind = kind_of (component, *name, event.start.is_date);
  if (!moved)
    return add_occurrences (self, &event);
  return add_row (self, event.name, event.kind, day_of (event.start, FALSE),
                  day_of (event.start, FALSE) + event.days)
             ? NULL
             : _ ("there are too many events");
}

/* ---- the file ---- */

static void
note_moved (Reading *self, icalcomponent *calendar)
{
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    if (icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY) && icalcomponent_get_uid (event))
      g_hash_table_add (self->moved, occurrence_key (icalcomponent_get_uid (event),
                                                     icalcomponent_get_recurrenceid (event)));
}

static gboolean
add_calendar (Reading *self, icalcomponent *calendar, guint *n, GError **error)
{
  note_moved (self, calendar);
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    {
      g_autofree char *name = NULL, *reason = NULL;
      const char *why = add_event (self, event, &name);

      (*n)++;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (why == NULL)
        continue;
      reason = name ? g_strdup_printf ("“%s”: %s", name, why) : g_strdup (why);
      if (!self->lenient)
        return fail (self->file->name, error, DDI_EXCHANGE_ERROR_VALUE, reason);
      g_ptr_array_add (self->file->problems, ddi_problem_new (self->file->name, 0, NULL, reason));
    }
  return TRUE;
}

/* More than one calendar in a file is one component without a kind around them. */
static gboolean
add_component (Reading *self, icalcomponent *root, guint *n, GError **error)
{
  if (icalcomponent_isa (root) == ICAL_VCALENDAR_COMPONENT)
    return add_calendar (self, root, n, error);
  for (icalcomponent *c = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT); c;
       c = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
    if (!add_calendar (self, c, n, error))
      return FALSE;
  return TRUE;
}

static icalcomponent *
parse (const char *text)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      /* A program does not end for somebody's calendar. */
      icalerror_set_errors_are_fatal (0);
      g_once_init_leave (&once, 1);
    }
  return icalparser_parse_string (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text);
}

DdiEventFile *
ddi_ical_file_parse (const char *text, gsize length, const char *name, gboolean lenient, DdiDay first,
                     DdiDay last, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiEventFile) file = NULL;
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  icalcomponent *root;
  guint n = 0;
  gboolean read;

  if (!check_text (text, length, name, error))
    return NULL;
  root = parse (text);
  if (root == NULL)
    {
      fail (name, error, DDI_EXCHANGE_ERROR_FORMAT, _ ("the calendar is broken"));
      return NULL;
    }
  file = ddi_event_file_new (name);
  read = add_component (&(Reading){ file, first, last, lenient, moved, cancellable }, root, &n, error);
  icalcomponent_free (root);
  if (read && n == 0)
    read = fail (name, error, DDI_EXCHANGE_ERROR_FORMAT, _ ("the calendar has no events"));
  return read ? g_steal_pointer (&file) : NULL;
}

DdiEventFile *
ddi_ical_file_load (const char *path, gboolean lenient, DdiDay first, DdiDay last, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file), *text = NULL;
  gsize length;

  if (!g_file_load_contents (file, cancellable, &text, &length, NULL, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return ddi_ical_file_parse (text, length, name, lenient, first, last, cancellable, error);
}
