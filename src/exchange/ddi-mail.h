/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DDI_MAIL_ERROR (ddi_mail_error_quark ())
GQuark ddi_mail_error_quark (void);

typedef enum
{
  DDI_MAIL_ERROR_ADDRESS, /* an address or a server's address is none */
  DDI_MAIL_ERROR_TLS,     /* the server's identity is not proven, or it does not encrypt */
  DDI_MAIL_ERROR_REFUSED, /* the server does not take it; the message has its words */
  DDI_MAIL_ERROR_NO_ANSWER,
} DdiMailError;

/* Through which server mail goes. */
typedef struct
{
  const char
      *url; /* "smtp://mail.example.org:587", which must offer STARTTLS, or "smtps://mail.example.org:465" */
  const char *from;     /* the sender's address */
  const char *user;     /* NULL: the server asks for nobody */
  const char *password; /* NULL: none; it travels encrypted or not at all */
  const char *ca_file;  /* certificates to trust; NULL: the system's */
} DdiMailServer;

typedef struct
{
  const char *to;      /* one address */
  const char *subject; /* UTF-8, one line */
  const char *text;    /* UTF-8 */
} DdiMail;

/* Whether @address is one that may stand in a header and an envelope: one @, no blank, no control character. */
gboolean ddi_mail_is_address (const char *address);
/* smtp: or smtps: and a host. */
gboolean ddi_mail_is_server (const char *url);

/* Hands a mail over to the server, at most once. Nothing, not even the sender, is said before the connection is
 * encrypted and the server's certificate is its own. Blocks, at most a minute. */
gboolean ddi_mail_send (const DdiMailServer *server, const DdiMail *mail, GCancellable *cancellable,
                        GError **error);

G_END_DECLS
