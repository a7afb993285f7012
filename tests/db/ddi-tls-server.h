/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server on a port of this machine that speaks TLS and has, in the database postgres, a login role for each way of
 * asking for a password ("sesame"): "cleartext", "md5" and "scram". "ddi_app" need not say one, and has its database. It
 * ends with the test program. */
typedef struct
{
  char *directory;
  char *certificate; /* of localhost: what to trust */
  guint port;
  GPid pid;
} DdiTlsServer;

DdiTlsServer *ddi_tls_server_new (void);
void ddi_tls_server_free (DdiTlsServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiTlsServer, ddi_tls_server_free)

/* As @role, with its password and the certificate checked, and @more in the end. (transfer full) */
char *ddi_tls_server_dup_conninfo (DdiTlsServer *self, const char *role, const char *more);

G_END_DECLS
