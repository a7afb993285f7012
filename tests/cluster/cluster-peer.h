/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PEER_PLAIN,
  PEER_OWN_NAMESPACES, /* PID, IPC and mount namespaces of its own, as in a sandbox */
} PeerKind;

/* Another program that has a home open (cluster-user.c), as a child of the test. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *answers;
  PeerKind kind;
} Peer;

/* Does not wait until it has the home open: expect "open" by peer_read(). */
Peer *peer_new (const char *home, PeerKind kind);
/* The same behind a command that ends by running its arguments, such as "sh -c '… exec "$@"' x". */
Peer *peer_new_behind (const char *const *before, const char *home);
void peer_free (Peer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

/* The command's answer. (transfer full) */
char *peer_read (Peer *self);
char *peer_ask (Peer *self, const char *command);
/* Asks and demands an answer. */
void peer_expect (Peer *self, const char *command, const char *answer);

/* Kills it as the kernel would, with its PID namespace if it has one, and waits for its end. */
void peer_kill (Peer *self);
/* Lets it end by itself. */
void peer_quit (Peer *self);

/* The arguments that come before a command to give it namespaces of its own as whoever we are;
 * @flags is NULL-terminated. (transfer full) */
GPtrArray *peer_namespaces (const char *const *flags);

G_END_DECLS
