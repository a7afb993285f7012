/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-backup-seal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "auth/ddi-auth-error.h"

#define KEY crypto_secretstream_xchacha20poly1305_KEYBYTES
#define STREAM_HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define SEALED (DDI_BACKUP_SEAL_CHUNK + DDI_BACKUP_SEAL_EXTRA)
/* More than anybody asks of a passphrase, so that a file cannot make us work for hours. */
#define MOST_PASSES 20
#define MOST_MEMORY (G_GUINT64_CONSTANT (1) << 30)

#define MAGIC "DDISEAL1"
#define MAGIC_LENGTH 8

/* The header: magic[8], passes u64, memory u64 (both little-endian), salt[16], the stream's own header[24]. */
typedef struct
{
  guint8 bytes[DDI_BACKUP_SEAL_HEADER];
} Header;

G_STATIC_ASSERT (DDI_BACKUP_SEAL_HEADER == 8 + 8 + 8 + crypto_pwhash_SALTBYTES + STREAM_HEADER);
G_STATIC_ASSERT (DDI_BACKUP_SEAL_EXTRA == crypto_secretstream_xchacha20poly1305_ABYTES);

/* What is needed while a stream is worked through; wiped in the end. */
typedef struct
{
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 plain[DDI_BACKUP_SEAL_CHUNK];
  guint8 sealed[SEALED];
  Header header;
} Work;

static Work *
work_new (void)
{
  Work *self;

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  self = sodium_malloc (sizeof *self);
  if (self == NULL)
    g_error ("no memory for a chunk");
  return self;
}

static void
work_free (Work *self)
{
  sodium_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static guint8 *
get_salt (Header *header)
{
  return header->bytes + 24;
}

static guint8 *
get_stream_header (Header *header)
{
  return header->bytes + 24 + crypto_pwhash_SALTBYTES;
}

static void
put_number (Header *header, gsize at, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (header->bytes + at, &value, sizeof value);
}

static guint64
get_number (const Header *header, gsize at)
{
  guint64 value;

  memcpy (&value, header->bytes + at, sizeof value);
  return GUINT64_FROM_LE (value);
}

static gboolean
fail (GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}

/* As much as there is up to @n; -1 with @error set. */
static gssize
read_full (int fd, guint8 *bytes, gsize n, GError **error)
{
  gsize done = 0;

  while (done < n)
    {
      gssize got = read (fd, bytes + done, n - done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          fail (error);
          return -1;
        }
      if (got == 0)
        break;
      done += (gsize)got;
    }
  return (gssize)done;
}

static gboolean
write_full (int fd, const guint8 *bytes, gsize n, GError **error)
{
  while (fd >= 0 && n > 0)
    {
      gssize put = write (fd, bytes, n);

      if (put < 0 && errno == EINTR)
        continue;
      if (put < 0)
        return fail (error);
      bytes += put;
      n -= (gsize)put;
    }
  return TRUE;
}

static gboolean
derive (Header *header, DdiSecret *passphrase, guint8 *key, GError **error)
{
  if (crypto_pwhash (key, KEY, ddi_secret_get_text (passphrase), ddi_secret_get_length (passphrase),
                     get_salt (header), get_number (header, 8), (gsize)get_number (header, 16),
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return TRUE;
  g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_MEMORY,
               _ ("There is not enough free memory to make a key of the passphrase; close other programs"));
  return FALSE;
}

static gboolean
begin_writing (Work *work, DdiSecret *passphrase, const DdiBackupSealCost *cost, GError **error)
{
  guint8 key[KEY];
  gboolean good;

  memcpy (work->header.bytes, MAGIC, MAGIC_LENGTH);
  put_number (&work->header, 8, cost ? cost->passes : crypto_pwhash_OPSLIMIT_MODERATE);
  put_number (&work->header, 16, cost ? cost->memory : crypto_pwhash_MEMLIMIT_MODERATE);
  randombytes_buf (get_salt (&work->header), crypto_pwhash_SALTBYTES);
  good = derive (&work->header, passphrase, key, error);
  if (good)
    crypto_secretstream_xchacha20poly1305_init_push (&work->state, get_stream_header (&work->header), key);
  sodium_memzero (key, sizeof key);
  return good;
}

gboolean
ddi_backup_seal_write (int in_fd, int out_fd, DdiSecret *passphrase, const DdiBackupSealCost *cost,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (Work) work = work_new ();
  gssize n = DDI_BACKUP_SEAL_CHUNK;

  if (!begin_writing (work, passphrase, cost, error) ||
      !write_full (out_fd, work->header.bytes, sizeof work->header.bytes, error))
    return FALSE;
  /* A chunk that is not full is the last one, be it empty. */
  for (gboolean first = TRUE; n == DDI_BACKUP_SEAL_CHUNK; first = FALSE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read_full (in_fd, work->plain, DDI_BACKUP_SEAL_CHUNK, error);
      if (n < 0)
        return FALSE;
      crypto_secretstream_xchacha20poly1305_push (&work->state, work->sealed, NULL, work->plain, (gsize)n,
                                                  first ? work->header.bytes : NULL,
                                                  first ? sizeof work->header.bytes : 0,
                                                  n < DDI_BACKUP_SEAL_CHUNK ? FINAL : 0);
      if (!write_full (out_fd, work->sealed, (gsize)n + DDI_BACKUP_SEAL_EXTRA, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
damaged (GError **error)
{
  g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_DAMAGED,
               _ ("It is damaged: this is not, or not all of, what was encrypted"));
  return FALSE;
}

static gboolean
begin_reading (Work *work, int in_fd, DdiSecret *passphrase, GError **error)
{
  guint8 key[KEY];
  guint64 passes, memory;
  gssize n = read_full (in_fd, work->header.bytes, sizeof work->header.bytes, error);
  gboolean good;

  if (n < 0)
    return FALSE;
  passes = get_number (&work->header, 8);
  memory = get_number (&work->header, 16);
  if (n < DDI_BACKUP_SEAL_HEADER || memcmp (work->header.bytes, MAGIC, MAGIC_LENGTH) != 0 ||
      passes < crypto_pwhash_OPSLIMIT_MIN || passes > MOST_PASSES || memory < crypto_pwhash_MEMLIMIT_MIN ||
      memory > MOST_MEMORY)
    return damaged (error);
  good = derive (&work->header, passphrase, key, error);
  if (good && crypto_secretstream_xchacha20poly1305_init_pull (&work->state,
                                                               get_stream_header (&work->header), key) != 0)
    good = damaged (error);
  sodium_memzero (key, sizeof key);
  return good;
}

/* The plain bytes of the next chunk; -1 with @error set. */
static gssize
open_chunk (Work *work, gsize n, gboolean first, GError **error)
{
  unsigned char tag = 0;
  gsize plain = n - DDI_BACKUP_SEAL_EXTRA;

  if (crypto_secretstream_xchacha20poly1305_pull (&work->state, work->plain, NULL, &tag, work->sealed, n,
                                                  first ? work->header.bytes : NULL,
                                                  first ? sizeof work->header.bytes : 0) != 0)
    {
      if (first)
        g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED,
                     _ ("The passphrase is wrong, or the file is damaged"));
      else
        damaged (error);
      return -1;
    }
  if ((tag == FINAL) != (plain < DDI_BACKUP_SEAL_CHUNK))
    {
      damaged (error);
      return -1;
    }
  return (gssize)plain;
}

gboolean
ddi_backup_seal_open (int in_fd, int out_fd, DdiSecret *passphrase, GCancellable *cancellable, GError **error)
{
  g_autoptr (Work) work = work_new ();
  gssize n, plain = DDI_BACKUP_SEAL_CHUNK;

  if (!begin_reading (work, in_fd, passphrase, error))
    return FALSE;
  for (gboolean first = TRUE; plain == DDI_BACKUP_SEAL_CHUNK; first = FALSE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read_full (in_fd, work->sealed, SEALED, error);
      if (n < 0)
        return FALSE;
      if (n < DDI_BACKUP_SEAL_EXTRA)
        return damaged (error);
      plain = open_chunk (work, (gsize)n, first, error);
      if (plain < 0 || !write_full (out_fd, work->plain, (gsize)plain, error))
        return FALSE;
    }
  return TRUE;
}

/* A file in memory that begins with @bytes. */
static int
open_memory (const void *bytes, gsize n, GError **error)
{
  int fd = memfd_create ("ddi", MFD_CLOEXEC);

  if (fd < 0)
    fail (error);
  else if (!write_full (fd, bytes, n, error) || lseek (fd, 0, SEEK_SET) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

/* Everything in it, with a NUL behind. */
static guint8 *
read_memory (int fd, gsize *n, GError **error)
{
  off_t end = lseek (fd, 0, SEEK_END);
  g_autofree guint8 *bytes = g_malloc0 ((gsize)MAX (end, 0) + 1);

  if (lseek (fd, 0, SEEK_SET) != 0 || read_full (fd, bytes, (gsize)MAX (end, 0), error) != end)
    return NULL;
  *n = (gsize)end;
  return g_steal_pointer (&bytes);
}

char *
ddi_backup_seal_text (const char *text, DdiSecret *passphrase, const DdiBackupSealCost *cost, GError **error)
{
  int from = open_memory (text, strlen (text), error);
  int into = from >= 0 ? open_memory ("", 0, error) : -1;
  g_autofree guint8 *bytes = NULL;
  gsize n = 0;

  if (into >= 0 && ddi_backup_seal_write (from, into, passphrase, cost, NULL, error))
    bytes = read_memory (into, &n, error);
  if (from >= 0)
    close (from);
  if (into >= 0)
    close (into);
  return bytes ? g_base64_encode (bytes, n) : NULL;
}

char *
ddi_backup_seal_open_text (const char *sealed, DdiSecret *passphrase, GError **error)
{
  gsize n = 0;
  g_autofree guchar *bytes = g_base64_decode (sealed, &n);
  int from = open_memory (bytes, n, error);
  int into = from >= 0 ? open_memory ("", 0, error) : -1;
  guint8 *text = NULL;

  if (into >= 0 && ddi_backup_seal_open (from, into, passphrase, NULL, error))
    text = read_memory (into, &n, error);
  if (from >= 0)
    close (from);
  if (into >= 0)
    close (into);
  return (char *)text;
}
