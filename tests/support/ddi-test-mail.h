/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mail server of the test's own on a free port of this machine, see tests/tools/smtp-server.py. It ends with the
 * test, however that ends. */
typedef struct _DdiTestMail DdiTestMail;

/* With the server's options, the last one NULL. */
DdiTestMail *ddi_test_mail_new (const char *option, ...) G_GNUC_NULL_TERMINATED;
void ddi_test_mail_free (DdiTestMail *self);
/* "smtp://localhost:PORT" */
const char *ddi_test_mail_get_url (DdiTestMail *self);
/* The file to trust, to take the server for localhost. */
const char *ddi_test_mail_get_certificate (DdiTestMail *self);
/* The @n-th mail that it took, envelope first; NULL where there are not as many. (transfer full) */
char *ddi_test_mail_read (DdiTestMail *self, guint n);

G_END_DECLS
