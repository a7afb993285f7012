/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-mail.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CONNECT_SECONDS 20L
#define MOST_SECONDS 60L
/* RFC 5321, 4.5.3.1.3, without the brackets. */
#define LONGEST_ADDRESS 254

G_DEFINE_QUARK (ddi - mail - error - quark, ddi_mail_error)

typedef struct curl_slist Lines;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURL, curl_easy_cleanup)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lines, curl_slist_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (curl_mime, curl_mime_free)

gboolean
ddi_mail_is_address (const char *address)
{
  const char *at = strchr (address, '@');

  if (at == NULL || at == address || at[1] == '\0' || strchr (at + 1, '@') ||
      strlen (address) > LONGEST_ADDRESS || !g_utf8_validate (address, -1, NULL))
    return FALSE;
  for (const char *p = address; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)) ||
        strchr ("<>,;:\"()[]\\", *p))
      return FALSE;
  return TRUE;
}

gboolean
ddi_mail_is_server (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri &&
         (g_str_equal (g_uri_get_scheme (uri), "smtp") || g_str_equal (g_uri_get_scheme (uri), "smtps")) &&
         g_uri_get_host (uri) && *g_uri_get_host (uri) && g_uri_get_userinfo (uri) == NULL;
}

static int
progress_cb (void *data, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
  return g_cancellable_is_cancelled (data);
}

/* An encoded word where it is not plain ASCII (RFC 2047). */
static char *
encode_subject (const char *subject)
{
  g_autofree char *base64 = NULL;

  if (g_str_is_ascii (subject))
    return g_strdup (subject);
  base64 = g_base64_encode ((const guchar *)subject, strlen (subject));
  return g_strdup_printf ("=?UTF-8?B?%s?=", base64);
}

static void
add_line (Lines **lines, const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);

  *lines = curl_slist_append (*lines, line);
}

/* RFC 5322, 3.6. */
static Lines *
make_head (const DdiMailServer *server, const DdiMail *mail)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strdup_printf ("<%s%s>", uuid, strchr (server->from, '@'));
  g_autofree char *subject = encode_subject (mail->subject);
  /* Names of days and months as the standard has them, whatever the locale. */
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S +0000");
  g_autofree char *date =
      g_strdup_printf ("%s, %d %s %d %s", days[g_date_time_get_day_of_week (now) - 1],
                       g_date_time_get_day_of_month (now), months[g_date_time_get_month (now) - 1],
                       g_date_time_get_year (now), time);
  Lines *lines = NULL;

  add_line (&lines, "Date", date);
  add_line (&lines, "From", server->from);
  add_line (&lines, "To", mail->to);
  add_line (&lines, "Subject", subject);
  add_line (&lines, "Message-ID", id);
  add_line (&lines, "Auto-Submitted", "auto-generated");
  return lines;
}

static curl_mime *
make_body (CURL *curl, const DdiMail *mail)
{
  curl_mime *body = curl_mime_init (curl);
  curl_mimepart *part = curl_mime_addpart (body);
  g_autoptr (GString) text = g_string_new (mail->text);

  /* A line feed alone would be encoded as part of a line. */
  g_string_replace (text, "\n", "\r\n", 0);
  curl_mime_data (part, text->str, text->len);
  curl_mime_type (part, "text/plain; charset=utf-8");
  curl_mime_encoder (part, "quoted-printable");
  return body;
}

static void
set_server (CURL *curl, const DdiMailServer *server, GCancellable *cancellable)
{
  curl_easy_setopt (curl, CURLOPT_URL, server->url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (server->ca_file)
    curl_easy_setopt (curl, CURLOPT_CAINFO, server->ca_file);
  if (server->user && server->password)
    {
      curl_easy_setopt (curl, CURLOPT_USERNAME, server->user);
      curl_easy_setopt (curl, CURLOPT_PASSWORD, server->password);
    }
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, MOST_SECONDS);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, cancellable);
}

static gboolean
fail (CURLcode code, const char *url, const char *words, GCancellable *cancellable, GError **error)
{
  const char *why = *words ? words : curl_easy_strerror (code);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  switch (code)
    {
    case CURLE_USE_SSL_FAILED:
      g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_TLS,
                   _ ("%s does not encrypt the connection, so nothing was sent; ask for its smtps: address"),
                   url);
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_TLS, _ ("%s could not prove that it is itself: %s"),
                   url, why);
      break;
    case CURLE_LOGIN_DENIED:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
      g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_REFUSED, _ ("%s does not take the mail: %s"), url,
                   why);
      break;
    default:
      g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_NO_ANSWER, _ ("%s does not answer: %s"), url, why);
    }
  return FALSE;
}

static gboolean
check (const DdiMailServer *server, const DdiMail *mail, GError **error)
{
  const char *wrong = !ddi_mail_is_address (mail->to)       ? mail->to
                      : !ddi_mail_is_address (server->from) ? server->from
                                                            : NULL;

  if (wrong)
    g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_ADDRESS, _ ("“%s” is not an e-mail address"), wrong);
  else if (!ddi_mail_is_server (server->url))
    g_set_error (error, DDI_MAIL_ERROR, DDI_MAIL_ERROR_ADDRESS,
                 _ ("“%s” is not a mail server's address; it reads smtps://mail.example.org:465"),
                 server->url);
  else
    return TRUE;
  return FALSE;
}

gboolean
ddi_mail_send (const DdiMailServer *server, const DdiMail *mail, GCancellable *cancellable, GError **error)
{
  g_autoptr (CURL) curl = NULL;
  g_autoptr (curl_mime) body = NULL;
  g_autoptr (Lines) head = NULL, to = NULL;
  g_autofree char *words = g_malloc0 (CURL_ERROR_SIZE);
  g_autofree char *from = NULL;
  CURLcode code;

  if (!check (server, mail, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  curl = curl_easy_init ();
  if (curl == NULL)
    return fail (CURLE_FAILED_INIT, server->url, "", cancellable, error);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, words);
  set_server (curl, server, cancellable);
  from = g_strdup_printf ("<%s>", server->from);
  to = curl_slist_append (NULL, mail->to);
  head = make_head (server, mail);
  body = make_body (curl, mail);
  curl_easy_setopt (curl, CURLOPT_MAIL_FROM, from);
  curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, head);
  curl_easy_setopt (curl, CURLOPT_MIMEPOST, body);
  code = curl_easy_perform (curl);
  return code == CURLE_OK || fail (code, server->url, words, cancellable, error);
}
