/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail to a real server that the test starts: what arrives, and what must not be said to whom. */
#include "exchange/ddi-mail.h"

#include <string.h>

#include "support/ddi-test-mail.h"
#include "support/ddi-test-directory.h"

static const DdiMail letter = { "ana@example.org", "Código nuevo",
                                "Hola Ana:\n\n  8F2K-77QP\n\n.\nAdiós, año ñ\n" };

static gboolean
send_to (DdiTestMail *server, const char *url, const char *password, gboolean trust, GError **error)
{
  DdiMailServer through = { .url = url,
                            .from = "shops@example.org",
                            .user = password ? "shops" : NULL,
                            .password = password,
                            .ca_file = trust ? ddi_test_mail_get_certificate (server) : NULL };

  return ddi_mail_send (&through, &letter, NULL, error);
}

static void
test_arrives (void)
{
  DdiTestMail *server = ddi_test_mail_new ("--user", "shops", "--password", "salt & pepper", NULL);
  g_autofree char *mail = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (send_to (server, ddi_test_mail_get_url (server), "salt & pepper", TRUE, &error));
  g_assert_no_error (error);
  mail = ddi_test_mail_read (server, 1);
  g_assert_true (g_str_has_prefix (mail, "shops@example.org ana@example.org\n"));
  g_assert_nonnull (strstr (mail, "\nTo: ana@example.org\r\n"));
  g_assert_nonnull (strstr (mail, "\nSubject: =?UTF-8?B?Q8OzZGlnbyBudWV2bw==?=\r\n"));
  g_assert_nonnull (strstr (mail, "charset=utf-8"));
  g_assert_nonnull (strstr (mail, "8F2K-77QP"));
  g_assert_nonnull (strstr (mail, "Adi=C3=B3s"));
  /* A line with a dot alone has not ended it. */
  g_assert_nonnull (strstr (mail, "=C3=B1"));
  ddi_test_mail_free (server);
}

static void
test_wrong_password (void)
{
  DdiTestMail *server = ddi_test_mail_new ("--user", "shops", "--password", "salt & pepper", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (send_to (server, ddi_test_mail_get_url (server), "sugar", TRUE, &error));
  g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_REFUSED);
  g_assert_null (ddi_test_mail_read (server, 1));
  ddi_test_mail_free (server);
}

/* A server that cannot encrypt is told nothing. */
static void
test_plain (void)
{
  DdiTestMail *server = ddi_test_mail_new ("--plain", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (send_to (server, ddi_test_mail_get_url (server), NULL, FALSE, &error));
  g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_TLS);
  g_assert_null (ddi_test_mail_read (server, 1));
  ddi_test_mail_free (server);
}

/* Nor one whose certificate nobody vouches for, or that is another one's. */
static void
test_impostor (void)
{
  DdiTestMail *unknown = ddi_test_mail_new (NULL, NULL), *other = ddi_test_mail_new ("--other-name", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (send_to (unknown, ddi_test_mail_get_url (unknown), NULL, FALSE, &error));
  g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_TLS);
  g_clear_error (&error);
  g_assert_false (send_to (other, ddi_test_mail_get_url (other), NULL, TRUE, &error));
  g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_TLS);
  g_assert_null (ddi_test_mail_read (unknown, 1));
  g_assert_null (ddi_test_mail_read (other, 1));
  ddi_test_mail_free (unknown);
  ddi_test_mail_free (other);
}

static void
test_nobody (void)
{
  DdiTestMail *server = ddi_test_mail_new (NULL, NULL);
  g_autofree char *url = g_strdup (ddi_test_mail_get_url (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DdiMailServer through = { .url = url, .from = "shops@example.org" };
  g_autoptr (GError) error = NULL;

  ddi_test_mail_free (server);
  g_assert_false (ddi_mail_send (&through, &letter, NULL, &error));
  g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_NO_ANSWER);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (ddi_mail_send (&through, &letter, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What would end a header, or name a second person, is no address. */
static void
test_addresses (void)
{
  static const char *const good[] = { "ana@example.org", "o'neill+shops@example.co.uk", "josé@example.org" };
  static const char *const bad[] = { "",
                                     "ana",
                                     "@example.org",
                                     "ana@",
                                     "a@b@c",
                                     "ana@example.org\nBcc: eve@example.org",
                                     "ana@example.org, eve@example.org",
                                     "Ana <ana@example.org>",
                                     "ana @example.org",
                                     "ana@exa\rmple.org",
                                     "\xff@example.org" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (ddi_mail_is_address (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      DdiMailServer through = { .url = "smtp://localhost:1", .from = "shops@example.org" };
      DdiMail mail = { .to = bad[i], .subject = "x", .text = "x" };
      g_autoptr (GError) error = NULL;

      g_assert_false (ddi_mail_is_address (bad[i]));
      if (!g_utf8_validate (bad[i], -1, NULL))
        continue;
      g_assert_false (ddi_mail_send (&through, &mail, NULL, &error));
      g_assert_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_ADDRESS);
    }
  g_assert_true (ddi_mail_is_server ("smtps://mail.example.org:465"));
  g_assert_true (ddi_mail_is_server ("smtp://mail.example.org:587"));
  g_assert_false (ddi_mail_is_server ("smtp://ana:secret@mail.example.org"));
  g_assert_false (ddi_mail_is_server ("http://mail.example.org"));
  g_assert_false (ddi_mail_is_server ("file:///etc/passwd"));
  g_assert_false (ddi_mail_is_server ("smtp://"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/mail/addresses", test_addresses);
  g_test_add_func ("/exchange/mail/arrives", test_arrives);
  g_test_add_func ("/exchange/mail/wrong-password", test_wrong_password);
  g_test_add_func ("/exchange/mail/plain", test_plain);
  g_test_add_func ("/exchange/mail/impostor", test_impostor);
  g_test_add_func ("/exchange/mail/nobody", test_nobody);
  return g_test_run ();
}
