/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-backup-seal.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "auth/ddi-auth-error.h"

/* The least that Argon2id takes: the tests open thousands of files. */
static const DdiBackupSealCost cheap = { 1, 8192 };

static int
put (const guint8 *bytes, gsize n)
{
  int fd = memfd_create ("test", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, bytes, n), ==, (gssize)n);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  return fd;
}

static GBytes *
take (int fd)
{
  gsize n = (gsize)lseek (fd, 0, SEEK_END);
  guint8 *bytes = g_malloc (n + 1);

  g_assert_cmpint (pread (fd, bytes, n, 0), ==, (gssize)n);
  close (fd);
  return g_bytes_new_take (bytes, n);
}

static DdiSecret *
secret (const char *text)
{
  return ddi_secret_new (text, strlen (text));
}

static GBytes *
seal (GBytes *plain)
{
  g_autoptr (DdiSecret) passphrase = secret ("correct horse");
  g_autoptr (GError) error = NULL;
  int from = put (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)), into = put (NULL, 0);

  ddi_backup_seal_write (from, into, passphrase, &cheap, NULL, &error);
  g_assert_no_error (error);
  close (from);
  return take (into);
}

/* NULL with *code, where it does not open. */
static GBytes *
unseal (const guint8 *bytes, gsize n, const char *phrase, int *code)
{
  g_autoptr (DdiSecret) passphrase = secret (phrase);
  g_autoptr (GError) error = NULL;
  int from = put (bytes, n), into = put (NULL, 0);
  gboolean looked = ddi_backup_seal_open (from, -1, passphrase, NULL, NULL), opened;
  g_autoptr (GBytes) plain = NULL;

  lseek (from, 0, SEEK_SET);
  opened = ddi_backup_seal_open (from, into, passphrase, NULL, &error);
  g_assert_true (looked == opened);
  close (from);
  plain = take (into);
  if (opened)
    return g_steal_pointer (&plain);
  g_assert_true (error->domain == DDI_AUTH_ERROR);
  *code = error->code;
  return NULL;
}

static GBytes *
make (gsize n)
{
  guint8 *bytes = g_malloc (n + 1);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8)(i * 31 + i / 257);
  return g_bytes_new_take (bytes, n);
}

static void
test_round_trip (void)
{
  static const gsize sizes[] = { 0,
                                 1,
                                 1000,
                                 DDI_BACKUP_SEAL_CHUNK - 1,
                                 DDI_BACKUP_SEAL_CHUNK,
                                 DDI_BACKUP_SEAL_CHUNK + 1,
                                 3 * DDI_BACKUP_SEAL_CHUNK + 77 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) plain = make (sizes[i]), sealed = seal (plain), again = NULL, other = NULL;
      gsize n;
      const guint8 *bytes = g_bytes_get_data (sealed, &n);
      int code;

      g_assert_cmpuint (n, ==,
                        DDI_BACKUP_SEAL_HEADER + sizes[i] +
                            (sizes[i] / DDI_BACKUP_SEAL_CHUNK + 1) * DDI_BACKUP_SEAL_EXTRA);
      again = unseal (bytes, n, "correct horse", &code);
      g_assert_true (again && g_bytes_equal (again, plain));
      /* Never twice the same. */
      other = seal (plain);
      g_assert_false (g_bytes_equal (other, sealed));
    }
}

static void
test_wrong_passphrase (void)
{
  static const char *const wrong[] = { "", "correct hors", "correct horsf", "Correct horse",
                                       "correct horse " };
  g_autoptr (GBytes) plain = make (1000), sealed = seal (plain);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (sealed, &n);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      int code = -1;

      g_assert_null (unseal (bytes, n, wrong[i], &code));
      g_assert_cmpint (code, ==, DDI_AUTH_ERROR_REFUSED);
    }
}

/* Each bit of the header and of a small file, and a bit in every region of a long one. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) small = make (40), large = make (2 * DDI_BACKUP_SEAL_CHUNK + 40);
  g_autoptr (GBytes) first = seal (small), second = seal (large);
  GBytes *sealed[] = { first, second };

  for (guint i = 0; i < G_N_ELEMENTS (sealed); i++)
    {
      gsize n;
      const guint8 *bytes = g_bytes_get_data (sealed[i], &n);
      g_autofree guint8 *copy = g_memdup2 (bytes, n);
      gsize step = i == 0 ? 1 : 4093;

      for (gsize at = 0; at < n; at += at < DDI_BACKUP_SEAL_HEADER + 20 || at + 80 > n ? 1 : step)
        {
          /* What makes a derivation dear is as good as damaged, but takes its time. */
          guint8 bit = (guint8)(1u << (at >= 8 && at < 24 ? 7 : at % 8));
          int code;

          copy[at] ^= bit;
          if (unseal (copy, n, "correct horse", &code) != NULL)
            g_error ("byte %zu of %zu does not matter", at, n);
          copy[at] ^= bit;
        }
    }
}

static void
test_cut (void)
{
  g_autoptr (GBytes) plain = make (2 * DDI_BACKUP_SEAL_CHUNK), sealed = seal (plain);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (sealed, &n);
  const gsize chunk = DDI_BACKUP_SEAL_CHUNK + DDI_BACKUP_SEAL_EXTRA;
  const gsize lengths[] = { 0,
                            1,
                            DDI_BACKUP_SEAL_HEADER - 1,
                            DDI_BACKUP_SEAL_HEADER,
                            DDI_BACKUP_SEAL_HEADER + 5,
                            DDI_BACKUP_SEAL_HEADER + chunk,
                            DDI_BACKUP_SEAL_HEADER + chunk + 1,
                            DDI_BACKUP_SEAL_HEADER + 2 * chunk,
                            n - 1 };
  g_autofree guint8 *longer = g_malloc0 (n + chunk);
  int code;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_assert_null (unseal (bytes, lengths[i], "correct horse", &code));
  /* Appended to, and with two chunks in each other's place. */
  memcpy (longer, bytes, n);
  g_assert_null (unseal (longer, n + 1, "correct horse", &code));
  g_assert_null (unseal (longer, n + chunk, "correct horse", &code));
  memcpy (longer + DDI_BACKUP_SEAL_HEADER, bytes + DDI_BACKUP_SEAL_HEADER + chunk, chunk);
  memcpy (longer + DDI_BACKUP_SEAL_HEADER + chunk, bytes + DDI_BACKUP_SEAL_HEADER, chunk);
  g_assert_null (unseal (longer, n, "correct horse", &code));
}

/* A header that asks for more than any passphrase needs is not worked on. */
static void
test_dear (void)
{
  guint8 header[DDI_BACKUP_SEAL_HEADER + 100] = "DDISEAL1";
  int code = -1;

  memset (header + 8, 0xff, 16);
  g_assert_null (unseal (header, sizeof header, "correct horse", &code));
  g_assert_cmpint (code, ==, DDI_AUTH_ERROR_DAMAGED);
}

static void
test_text (void)
{
  g_autoptr (DdiSecret) passphrase = secret ("correct horse"), wrong = secret ("wrong");
  g_autoptr (GError) error = NULL;
  g_autofree char *sealed = ddi_backup_seal_text ("{\"a\": \"ä\"}", passphrase, &cheap, &error);
  g_autofree char *text = ddi_backup_seal_open_text (sealed, passphrase, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "{\"a\": \"ä\"}");
  g_assert_null (ddi_backup_seal_open_text (sealed, wrong, &error));
  g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (ddi_backup_seal_open_text ("no base64 ***", passphrase, &error));
  g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-seal/round-trip", test_round_trip);
  g_test_add_func ("/backup-seal/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/backup-seal/flipped", test_flipped);
  g_test_add_func ("/backup-seal/cut", test_cut);
  g_test_add_func ("/backup-seal/dear", test_dear);
  g_test_add_func ("/backup-seal/text", test_text);
  return g_test_run ();
}
