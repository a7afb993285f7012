/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"
#include "db/ddi-database.h"
#include "exchange/ddi-mail.h"

G_BEGIN_DECLS

/* Codes for a new password by mail. Which server takes mail stands in the database's settings, its password in the
 * Secret Service of whoever sends, or in DDI_SMTP_PASSWORD. */

typedef enum
{
  DDI_CODE_RESET,
  DDI_CODE_INVITATION,
} DdiCodeKind;

typedef struct
{
  char *url, *from;
  char *user;          /* NULL: the mail server asks for nobody */
  DdiSecret *password; /* NULL: none is known */
} DdiMailSettings;

/* Empty (url NULL) where nobody has set any. Blocks on the database and the session bus. */
gboolean ddi_mail_settings_load (DdiMailSettings *self, DdiDatabase *database, GCancellable *cancellable,
                                 GError **error);
/* For administrators. The password goes to the Secret Service. DDI_MAIL_ERROR_ADDRESS where something is no address. */
gboolean ddi_mail_settings_save (const DdiMailSettings *self, DdiDatabase *database,
                                 GCancellable *cancellable, GError **error);
void ddi_mail_settings_clear (DdiMailSettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiMailSettings, ddi_mail_settings_clear)

/* @ca_file: certificates to trust, NULL: the system's. Blocks. DDI_MAIL_ERROR_ADDRESS where no server is set. */
gboolean ddi_code_mail_send (const DdiMailSettings *settings, const char *ca_file, const char *email,
                             DdiCodeKind kind, const char *code, GCancellable *cancellable, GError **error);

/* With the settings of the database. */
void ddi_code_mail_send_async (DdiDatabase *database, const char *email, DdiCodeKind kind, const char *code,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_code_mail_send_finish (GAsyncResult *result, GError **error);

/* Makes a code for each who has asked for one and mails it: administrators run it every few minutes. @sent counts.
 * Goes on where one mail fails; the last error is told, and that person's request stands until the next time. */
gboolean ddi_code_mail_answer (DdiDatabase *database, const char *ca_file, guint *sent,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
