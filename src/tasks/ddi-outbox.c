/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-outbox-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Entries wait behind one that is on its way; more threads let more of them be on the disk meanwhile. */
#define N_THREADS 4
/* For so long a server that did not answer is left alone by what is typed; sending tries it all the same. */
#define AWAY_US (5 * G_USEC_PER_SEC)

struct _DdiOutbox
{
  GObject parent_instance;

  char *directory;
  char *database;
  int user_id;
  GThreadPool *threads;
  GMutex sending;
  GMutex mutex;       /* guards what follows; never held while the disk or the network is waited for */
  GPtrArray *entries; /* (element-type DdiOutboxEntry) in order */
  guint n_damaged;
  gint64 last_number;
  gint64 away_until; /* monotonic */
};

G_DEFINE_FINAL_TYPE (DdiOutbox, ddi_outbox, G_TYPE_OBJECT)

/* What was renamed or unlinked is so after a power cut too. */
static gboolean
sync_directory (DdiOutbox *self, GError **error)
{
  int fd = g_open (self->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && fsync (fd) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  if (!good)
    g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (saved), _ ("%s cannot be written: %s"),
                 self->directory, g_strerror (saved));
  return good;
}

/* Written aside, synced, renamed, and the folder synced: GLib does all four when it is asked for both. */
static gboolean
write_entry (DdiOutbox *self, const DdiOutboxEntry *entry, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, entry->file, NULL);
  g_autofree char *text = ddi_outbox_entry_to_text (entry);

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, error))
    return TRUE;
  g_prefix_error (error, _ ("The change cannot be kept: "));
  return FALSE;
}

static void
set_aside (DdiOutbox *self, const char *file, const GError *why)
{
  g_autofree char *path = g_build_filename (self->directory, file, NULL);
  g_autofree char *aside = g_strconcat (path, DDI_OUTBOX_DAMAGED_SUFFIX, NULL);

  if (g_rename (path, aside) == 0)
    g_message ("%s is set aside as %s: %s", path, aside, why->message);
  else
    g_message ("%s cannot be read: %s", path, why->message);
  self->n_damaged++;
}

static void
read_file (DdiOutbox *self, const char *file)
{
  g_autofree char *path = g_build_filename (self->directory, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DdiOutboxEntry *entry = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &error))
    entry = ddi_outbox_entry_from_text (file, text, (gssize)length, &error);
  self->last_number = MAX (self->last_number, g_ascii_strtoll (file, NULL, 10));
  if (entry == NULL)
    {
      /* Gone since the folder was listed: another program has sent it. One that this person may not read is
       * no damage. */
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
          !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES))
        set_aside (self, file, error);
    }
  else if (entry->user_id == self->user_id && g_str_equal (entry->database, self->database))
    g_ptr_array_add (self->entries, entry);
  else
    ddi_outbox_entry_unref (entry);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(DdiOutboxEntry *const *)a)->file, (*(DdiOutboxEntry *const *)b)->file);
}

static gboolean
read_directory (DdiOutbox *self, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *file;

  if (g_mkdir_with_parents (self->directory, 0700) != 0)
    {
      int saved = errno;

      g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (saved), _ ("%s cannot be written: %s"),
                   self->directory, g_strerror (saved));
      return FALSE;
    }
  dir = g_dir_open (self->directory, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((file = g_dir_read_name (dir)))
    if (g_str_has_suffix (file, DDI_OUTBOX_SUFFIX))
      read_file (self, file);
    else if (g_str_has_suffix (file, DDI_OUTBOX_DAMAGED_SUFFIX))
      self->n_damaged++;
  g_ptr_array_sort (self->entries, compare_files);
  return TRUE;
}

static void
work_cb (gpointer data, gpointer user_data)
{
  ddi_outbox_work (data);
}

static void
ddi_outbox_finalize (GObject *object)
{
  DdiOutbox *self = DDI_OUTBOX (object);

  /* Each task holds us, so none is queued; see ddi_database_finalize(). */
  g_thread_pool_free (self->threads, FALSE, FALSE);
  g_free (self->directory);
  g_free (self->database);
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->sending);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (ddi_outbox_parent_class)->finalize (object);
}

static void
ddi_outbox_class_init (DdiOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_outbox_finalize;
}

static void
ddi_outbox_init (DdiOutbox *self)
{
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->sending);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_outbox_entry_unref);
  self->threads = g_thread_pool_new (work_cb, NULL, N_THREADS, FALSE, NULL);
}

DdiOutbox *
ddi_outbox_open (const char *directory, const char *database, int user_id, GError **error)
{
  g_autoptr (DdiOutbox) self = g_object_new (DDI_TYPE_OUTBOX, NULL);

  self->directory = g_strdup (directory);
  self->database = g_strdup (database);
  self->user_id = user_id;
  return read_directory (self, error) ? g_steal_pointer (&self) : NULL;
}

GPtrArray *
ddi_outbox_list (DdiOutbox *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_outbox_entry_unref);

  for (guint i = 0; i < self->entries->len; i++)
    g_ptr_array_add (list, ddi_outbox_entry_ref (self->entries->pdata[i]));
  return list;
}

guint
ddi_outbox_get_n (DdiOutbox *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->entries->len;
}

guint
ddi_outbox_get_n_waiting (DdiOutbox *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += ((DdiOutboxEntry *)self->entries->pdata[i])->refusal == NULL;
  return n;
}

guint
ddi_outbox_get_n_damaged (DdiOutbox *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_damaged;
}

/* Files sort by the moment of entry, and by the order of entry where the clock was moved back. */
static char *
make_name (DdiOutbox *self, const char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->last_number = MAX (self->last_number + 1, g_get_real_time ());
  return g_strdup_printf ("%020" G_GINT64_FORMAT "-%s" DDI_OUTBOX_SUFFIX, self->last_number, request);
}

DdiOutboxEntry *
ddi_outbox_add (DdiOutbox *self, const DdiOutboxNote *note, DdiUnit *unit, GError **error)
{
  g_autoptr (DdiOutboxEntry) entry = g_new0 (DdiOutboxEntry, 1);
  g_autoptr (GMutexLocker) locker = NULL;

  g_atomic_ref_count_init (&entry->ref_count);
  entry->unit = unit;
  entry->request = g_uuid_string_random ();
  entry->file = make_name (self, entry->request);
  entry->database = g_strdup (self->database);
  entry->user_id = self->user_id;
  entry->title = g_strdup (note->title);
  entry->page = g_strdup (note->page);
  entry->place = g_strdup (note->place);
  entry->touched = note->touched;
  entry->made_at = g_get_real_time () / G_USEC_PER_SEC;
  if (!write_entry (self, entry, error))
    return NULL;
  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_add (self->entries, ddi_outbox_entry_ref (entry));
  g_ptr_array_sort (self->entries, compare_files);
  return g_steal_pointer (&entry);
}

static gboolean
find (DdiOutbox *self, const DdiOutboxEntry *entry, guint *at)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((DdiOutboxEntry *)self->entries->pdata[i])->file, entry->file))
      {
        *at = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
ddi_outbox_remove (DdiOutbox *self, const DdiOutboxEntry *entry, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, entry->file, NULL);
  g_autoptr (GMutexLocker) locker = NULL;
  guint at;

  if (g_unlink (path) != 0 && errno != ENOENT)
    {
      int saved = errno;

      g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (saved), _ ("%s cannot be removed: %s"),
                   path, g_strerror (saved));
      return FALSE;
    }
  locker = g_mutex_locker_new (&self->mutex);
  if (find (self, entry, &at))
    g_ptr_array_remove_index (self->entries, at);
  g_clear_pointer (&locker, g_mutex_locker_free);
  return sync_directory (self, error);
}

gboolean
ddi_outbox_refuse (DdiOutbox *self, DdiOutboxEntry *entry, const char *why, GError **error)
{
  g_autoptr (DdiOutboxEntry) marked = g_memdup2 (entry, sizeof *entry);
  g_autoptr (GMutexLocker) locker = NULL;
  guint at;

  g_atomic_ref_count_init (&marked->ref_count);
  marked->file = g_strdup (entry->file);
  marked->request = g_strdup (entry->request);
  marked->database = g_strdup (entry->database);
  marked->title = g_strdup (entry->title);
  marked->page = g_strdup (entry->page);
  marked->place = g_strdup (entry->place);
  marked->refusal = g_strdup (why);
  marked->unit = ddi_unit_ref (entry->unit);
  if (!write_entry (self, marked, error))
    return FALSE;
  locker = g_mutex_locker_new (&self->mutex);
  if (find (self, entry, &at))
    {
      ddi_outbox_entry_unref (self->entries->pdata[at]);
      self->entries->pdata[at] = g_steal_pointer (&marked);
    }
  return TRUE;
}

void
ddi_outbox_lock_sending (DdiOutbox *self)
{
  g_mutex_lock (&self->sending);
}

void
ddi_outbox_unlock_sending (DdiOutbox *self)
{
  g_mutex_unlock (&self->sending);
}

void
ddi_outbox_set_away (DdiOutbox *self, gboolean away)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->away_until = away ? g_get_monotonic_time () + AWAY_US : 0;
}

gboolean
ddi_outbox_is_away (DdiOutbox *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_get_monotonic_time () < self->away_until;
}

void
ddi_outbox_push (DdiOutbox *self, GTask *task)
{
  g_thread_pool_push (self->threads, task, NULL);
}
