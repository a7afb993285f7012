/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/ddi-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ddi-config.h"

#define N_OLDER 2
#define N_DETAIL_LINES 30
/* More of one message helps nobody, and a line is written at once only where it is short. */
#define MOST_MESSAGE 2000

struct _DdiJournal
{
  GMutex mutex;
  char *path;
  int fd;
};

static DdiJournal *own;
static char *last_error;
static GMutex last_error_mutex;
/* Read by a signal handler. */
static volatile sig_atomic_t own_fd = -1;

static char *
path_of (DdiJournal *self, guint age)
{
  return age == 0 ? g_strdup (self->path) : g_strdup_printf ("%s.%u", self->path, age);
}

static int
open_file (DdiJournal *self)
{
  return g_open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* With the mutex held. Where another program has moved the file meanwhile, its successor is ours, too. */
static void
rotate (DdiJournal *self)
{
  struct stat ours, there;
  gboolean same = fstat (self->fd, &ours) == 0 && g_stat (self->path, &there) == 0 &&
                  ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
  int fd;

  if (same && ours.st_size < DDI_JOURNAL_MOST_BYTES)
    return;
  for (guint age = N_OLDER; same && age > 0; age--)
    {
      g_autofree char *from = path_of (self, age - 1);
      g_autofree char *to = path_of (self, age);

      (void)g_rename (from, to);
    }
  fd = open_file (self);
  if (fd < 0)
    return;
  (void)g_close (self->fd, NULL);
  self->fd = fd;
  if (self == own)
    own_fd = fd;
}

DdiJournal *
ddi_journal_open (const char *directory, GError **error)
{
  g_autoptr (DdiJournal) self = g_new0 (DdiJournal, 1);
  int code;

  g_mutex_init (&self->mutex);
  self->path = g_build_filename (directory, DDI_JOURNAL_FILE, NULL);
  self->fd = -1;
  if (g_mkdir_with_parents (directory, 0700) == 0)
    self->fd = open_file (self);
  if (self->fd >= 0)
    return g_steal_pointer (&self);
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", self->path, g_strerror (code));
  return NULL;
}

void
ddi_journal_free (DdiJournal *self)
{
  if (self->fd >= 0)
    (void)g_close (self->fd, NULL);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

void
ddi_journal_write (DdiJournal *self, const char *kind, const char *message)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *clean = ddi_journal_clean (message);
  g_autofree char *cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), MOST_MESSAGE));
  g_autofree char *line = g_strdup_printf ("%s %d %s: %s\n", when, (int)getpid (), kind, cut);

  g_mutex_lock (&self->mutex);
  rotate (self);
  /* What cannot be written, on a full disk, is not worth a word: it would come here again. */
  if (write (self->fd, line, strlen (line)) < 0)
    errno = 0;
  g_mutex_unlock (&self->mutex);
}

char *
ddi_journal_read (DdiJournal *self, guint n_lines)
{
  g_autoptr (GString) all = g_string_new (NULL);
  const char *from;

  g_mutex_lock (&self->mutex);
  for (guint age = N_OLDER + 1; age > 0; age--)
    {
      g_autofree char *path = path_of (self, age - 1);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        g_string_append (all, text);
    }
  g_mutex_unlock (&self->mutex);

  from = all->str + all->len;
  for (guint n = 0; from > all->str && n <= n_lines; from--)
    if (from[-1] == '\n' && n++ == n_lines)
      break;
  return g_utf8_make_valid (from, -1);
}

char *
ddi_journal_dup_directory (void)
{
  return g_build_filename (g_get_user_state_dir (), "dunkin-demand", NULL);
}

/* The program's own */

static const char *
name_level (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "fatal";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  return level & G_LOG_LEVEL_MESSAGE ? "message" : NULL;
}

static GLogWriterOutput
writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *name = name_level (level), *domain = NULL, *message = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
    else if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      domain = fields[i].value;
  if (own && name && message)
    {
      g_autofree char *kind = g_strdup_printf ("%s %s", domain ? domain : "dunkin-demand", name);

      ddi_journal_write (own, kind, message);
    }
  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Only what a signal handler may do; the default action follows. */
static void
died_cb (int number)
{
  static const char text[] = "- the program was ended by signal ";
  char digits[] = "00\n";

  digits[0] = (char)('0' + number / 10 % 10);
  digits[1] = (char)('0' + number % 10);
  if (own_fd >= 0 && write (own_fd, text, sizeof text - 1) > 0)
    number = write (own_fd, digits, sizeof digits - 1) < 0 ? number : number;
  raise (number);
}

static void
watch_signals (void)
{
  static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP };
  struct sigaction action = { .sa_handler = died_cb, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, NULL);
}

gboolean
ddi_journal_begin (const char *directory, GError **error)
{
  g_return_val_if_fail (own == NULL, FALSE);

  own = ddi_journal_open (directory, error);
  if (own == NULL)
    return FALSE;
  own_fd = own->fd;
  g_log_set_writer_func (writer, NULL, NULL);
  watch_signals ();
  ddi_journal_write (own, "begins", "dunkin-demand " DDI_VERSION);
  return TRUE;
}

void
ddi_journal_end (void)
{
  if (own)
    ddi_journal_write (own, "ends", "");
}

void
ddi_journal_note_error (const char *what, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s: %s (%s %d)", what, error->message,
                                           g_quark_to_string (error->domain), error->code);
  g_autofree char *clean = ddi_journal_clean (text);

  g_mutex_lock (&last_error_mutex);
  g_free (last_error);
  last_error = g_steal_pointer (&clean);
  g_mutex_unlock (&last_error_mutex);
  if (own)
    ddi_journal_write (own, "error", text);
}

char *
ddi_journal_dup_details (void)
{
  g_autofree char *lines = own ? ddi_journal_read (own, N_DETAIL_LINES) : g_strdup ("");
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *error = NULL;

  g_mutex_lock (&last_error_mutex);
  error = g_strdup (last_error);
  g_mutex_unlock (&last_error_mutex);
  return g_strdup_printf ("Dunkin Demand Intelligence %s\n%s%s, GLib %u.%u.%u\n%s%s%s\n%s", DDI_VERSION,
                          os ? os : "Linux",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", Flatpak" : "",
                          glib_major_version, glib_minor_version, glib_micro_version,
                          error ? "Last error: " : "", error ? error : "", error ? "\n" : "", lines);
}
