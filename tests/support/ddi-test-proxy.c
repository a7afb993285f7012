/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-proxy.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/ddi-test-directory.h"

struct _DdiTestProxy
{
  char *conninfo;
  char *server;    /* its socket */
  char *directory; /* of ours */
  guint delay;
  int listener;
  GThread *accepting;
  GMutex mutex;
  GPtrArray *threads; /* two a connection */
  guint turns;
  DdiTestProxyFault fault;
  gboolean away;
  int quit[2]; /* closed to end every thread */
};

/* A connection: a thread a direction, so that neither side's full buffers stop the other. */
typedef struct
{
  gatomicrefcount ref_count;
  DdiTestProxy *proxy;
  int client;
  int server;
  int direction; /* of the last bytes: 1 from the client, 0 from the server, -1 none yet */
  gboolean mute; /* the server's next bytes end the connection */
  gint corrupt;
  gint cut;     /* the server's next bytes are passed on by half, then it is over */
  gint stalled; /* nothing is passed on any more */
} Link;

static char *
dup_server_socket (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  char *path = NULL;

  g_assert_nonnull (options);
  for (PQconninfoOption *o = options; o->keyword; o++)
    if (g_str_equal (o->keyword, "host"))
      path = g_strdup_printf ("%s/.s.PGSQL.5432", o->val);
  PQconninfoFree (options);
  return path;
}

static int
open_socket (const char *path, gboolean listening)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  if (listening)
    {
      g_assert_no_errno (bind (fd, (struct sockaddr *)&address, sizeof address));
      g_assert_no_errno (listen (fd, 64));
    }
  else
    g_assert_no_errno (connect (fd, (struct sockaddr *)&address, sizeof address));
  return fd;
}

static gboolean
send_all (int fd, const char *bytes, gssize n)
{
  while (n > 0)
    {
      gssize sent = send (fd, bytes, (gsize)n, MSG_NOSIGNAL);

      if (sent < 0)
        return FALSE;
      bytes += sent;
      n -= sent;
    }
  return TRUE;
}

/* Whether the client's bytes are what @fault waits for. */
static gboolean
triggers (DdiTestProxyFault fault, const char *bytes, gssize n)
{
  static const char cancel_request[] = { 0, 0, 0, 16, 0x04, (char)0xd2, 0x16, 0x2e };

  switch (fault)
    {
    case DDI_TEST_PROXY_RESET:
      return TRUE;
    case DDI_TEST_PROXY_LOSE_CANCEL:
      return memmem (bytes, (gsize)n, cancel_request, sizeof cancel_request) == bytes;
    case DDI_TEST_PROXY_LOSE_COMMIT:
    case DDI_TEST_PROXY_LOSE_ANSWER:
    case DDI_TEST_PROXY_CORRUPT:
    case DDI_TEST_PROXY_CORRUPT_REQUEST:
    case DDI_TEST_PROXY_CUT:
    case DDI_TEST_PROXY_CUT_ANSWER:
    case DDI_TEST_PROXY_STALL:
      return memmem (bytes, (gsize)n, "COMMIT", strlen ("COMMIT")) != NULL;
    case DDI_TEST_PROXY_PASS:
    default:
      return FALSE;
    }
}

/* The fault that the client's bytes trigger, which is then over. */
static DdiTestProxyFault
take_fault (DdiTestProxy *self, const char *bytes, gssize n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  DdiTestProxyFault fault = self->fault;

  if (!triggers (fault, bytes, n))
    return DDI_TEST_PROXY_PASS;
  self->fault = DDI_TEST_PROXY_PASS;
  return fault;
}

/* Counts and delays a change of direction; TRUE where the server has lost its voice. */
static gboolean
turn (Link *link, gboolean from_client)
{
  DdiTestProxy *self = link->proxy;
  gboolean turned, mute;

  g_mutex_lock (&self->mutex);
  turned = link->direction != (int)from_client;
  link->direction = from_client;
  self->turns += turned && from_client;
  mute = (link->mute && !from_client) || self->away;
  g_mutex_unlock (&self->mutex);
  if (turned)
    g_usleep (self->delay * 1000);
  return mute;
}

/* FALSE: this connection is over. */
static gboolean
pass_on (Link *link, gboolean from_client)
{
  char bytes[65536];
  gssize n = recv (from_client ? link->client : link->server, bytes, sizeof bytes, 0);
  DdiTestProxyFault fault;

  if (n <= 0 || turn (link, from_client))
    return FALSE;
  fault = from_client ? take_fault (link->proxy, bytes, n) : DDI_TEST_PROXY_PASS;
  if (fault == DDI_TEST_PROXY_RESET || fault == DDI_TEST_PROXY_LOSE_COMMIT ||
      fault == DDI_TEST_PROXY_LOSE_CANCEL)
    return FALSE;
  if (fault == DDI_TEST_PROXY_LOSE_ANSWER)
    {
      g_mutex_lock (&link->proxy->mutex);
      link->mute = TRUE;
      g_mutex_unlock (&link->proxy->mutex);
    }
  if (fault == DDI_TEST_PROXY_CORRUPT)
    g_atomic_int_set (&link->corrupt, TRUE);
  if (fault == DDI_TEST_PROXY_CUT_ANSWER)
    g_atomic_int_set (&link->cut, TRUE);
  if (fault == DDI_TEST_PROXY_STALL)
    g_atomic_int_set (&link->stalled, TRUE);
  if (g_atomic_int_get (&link->stalled))
    return TRUE;
  if (fault == DDI_TEST_PROXY_CUT || (!from_client && g_atomic_int_get (&link->cut)))
    {
      send_all (from_client ? link->server : link->client, bytes, n / 2);
      return FALSE;
    }
  if (fault == DDI_TEST_PROXY_CORRUPT_REQUEST || (!from_client && g_atomic_int_get (&link->corrupt)))
    for (gssize i = 0; i < n; i++)
      bytes[i] = (char)~bytes[i];
  return send_all (from_client ? link->server : link->client, bytes, n);
}

static void
pass_all (Link *link, gboolean from_client)
{
  struct pollfd fds[2] = { { from_client ? link->client : link->server, POLLIN, 0 },
                           { link->proxy->quit[0], POLLIN, 0 } };

  while (poll (fds, 2, -1) >= 0 && !fds[1].revents && pass_on (link, from_client))
    continue;
  shutdown (link->client, SHUT_RDWR);
  shutdown (link->server, SHUT_RDWR);
  if (!g_atomic_ref_count_dec (&link->ref_count))
    return;
  close (link->client);
  close (link->server);
  g_free (link);
}

static gpointer
pass_requests (gpointer link)
{
  pass_all (link, TRUE);
  return NULL;
}

static gpointer
pass_answers (gpointer link)
{
  pass_all (link, FALSE);
  return NULL;
}

static gpointer
accept_all (gpointer data)
{
  DdiTestProxy *self = data;
  struct pollfd fds[2] = { { self->listener, POLLIN, 0 }, { self->quit[0], POLLIN, 0 } };

  while (poll (fds, 2, -1) >= 0 && !fds[1].revents)
    {
      Link *link = g_new0 (Link, 1);

      link->proxy = self;
      link->client = accept (self->listener, NULL, NULL);
      link->server = open_socket (self->server, FALSE);
      link->direction = -1;
      g_atomic_ref_count_init (&link->ref_count);
      g_atomic_ref_count_inc (&link->ref_count);
      g_ptr_array_add (self->threads, g_thread_new ("proxy-requests", pass_requests, link));
      g_ptr_array_add (self->threads, g_thread_new ("proxy-answers", pass_answers, link));
    }
  return NULL;
}

DdiTestProxy *
ddi_test_proxy_new (const char *conninfo, guint delay)
{
  DdiTestProxy *self = g_new0 (DdiTestProxy, 1);

  self->conninfo = g_strdup (conninfo);
  self->server = dup_server_socket (conninfo);
  self->directory = ddi_test_directory_new_path ("proxy");
  self->delay = delay;
  self->listener = -1;
  g_mutex_init (&self->mutex);
  self->threads = g_ptr_array_new ();
  g_assert_no_errno (g_mkdir (self->directory, 0700));
  g_assert_no_errno (pipe (self->quit));
  return self;
}

void
ddi_test_proxy_listen (DdiTestProxy *self)
{
  g_autofree char *path = g_build_filename (self->directory, ".s.PGSQL.5432", NULL);

  self->listener = open_socket (path, TRUE);
  self->accepting = g_thread_new ("proxy", accept_all, self);
}

void
ddi_test_proxy_set_away (DdiTestProxy *self, gboolean away)
{
  g_autofree char *here = g_build_filename (self->directory, ".s.PGSQL.5432", NULL);
  g_autofree char *gone = g_build_filename (self->directory, "away", NULL);

  g_assert_no_errno (g_rename (away ? here : gone, away ? gone : here));
  g_mutex_lock (&self->mutex);
  self->away = away;
  g_mutex_unlock (&self->mutex);
}

void
ddi_test_proxy_free (DdiTestProxy *self)
{
  close (self->quit[1]);
  if (self->accepting)
    g_thread_join (self->accepting);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  close (self->quit[0]);
  if (self->listener >= 0)
    close (self->listener);
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->mutex);
  g_free (self->conninfo);
  g_free (self->server);
  g_free (self->directory);
  g_free (self);
}

char *
ddi_test_proxy_dup_conninfo (DdiTestProxy *self)
{
  return g_strdup_printf ("%s host='%s' port=5432", self->conninfo, self->directory);
}

guint
ddi_test_proxy_take_turns (DdiTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint turns = self->turns;

  self->turns = 0;
  return turns;
}

void
ddi_test_proxy_inject (DdiTestProxy *self, DdiTestProxyFault fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->fault = fault;
}
