/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A Unix-socket proxy before a server: it counts round trips, delays each change of direction, and
 * breaks connections at a chosen place. */
typedef struct _DdiTestProxy DdiTestProxy;

typedef enum
{
  DDI_TEST_PROXY_PASS,
  DDI_TEST_PROXY_RESET,           /* hangs up at the client's next bytes, which the server never sees */
  DDI_TEST_PROXY_LOSE_COMMIT,     /* hangs up instead of passing on the client's COMMIT */
  DDI_TEST_PROXY_LOSE_ANSWER,     /* passes on the client's COMMIT and swallows the server's answer */
  DDI_TEST_PROXY_LOSE_CANCEL,     /* hangs up instead of passing on a cancel request */
  DDI_TEST_PROXY_CORRUPT,         /* passes on the client's COMMIT and turns every bit of the answer */
  DDI_TEST_PROXY_CORRUPT_REQUEST, /* turns every bit of what the client sends with its COMMIT */
  DDI_TEST_PROXY_CUT,             /* passes on half of what the client sends with its COMMIT and hangs up */
  DDI_TEST_PROXY_CUT_ANSWER,      /* passes on the client's COMMIT and half of the answer, then hangs up */
  DDI_TEST_PROXY_STALL,           /* swallows the client's COMMIT and all that follows; nobody hangs up */
} DdiTestProxyFault;

/* @conninfo names the real server by a socket directory. Each change of direction takes @delay ms. */
DdiTestProxy *ddi_test_proxy_new (const char *conninfo, guint delay);
void ddi_test_proxy_free (DdiTestProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiTestProxy, ddi_test_proxy_free)

/* Clients find nobody until it listens. */
void ddi_test_proxy_listen (DdiTestProxy *self);

/* The server goes away: nobody is answered any more, and nobody new finds it; FALSE: it is back. */
void ddi_test_proxy_set_away (DdiTestProxy *self, gboolean away);

/* @conninfo with this proxy in the place of the server. (transfer full) */
char *ddi_test_proxy_dup_conninfo (DdiTestProxy *self);

/* How often the client spoke and then the server, since the last call. */
guint ddi_test_proxy_take_turns (DdiTestProxy *self);

/* Happens once; then the proxy passes again. */
void ddi_test_proxy_inject (DdiTestProxy *self, DdiTestProxyFault fault);

G_END_DECLS
