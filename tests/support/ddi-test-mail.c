/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-mail.h"

#include <gio/gio.h>
#include <stdarg.h>

#include "support/ddi-test-directory.h"

/* A minute, for a machine with much to do. */
#define PATIENCE_MS 60000
#define STEP_MS 20

struct _DdiTestMail
{
  GSubprocess *process;
  char *directory, *url, *certificate;
};

static char *
wait_for_port (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "port", NULL);
  char *port = NULL;

  for (int waited = 0; waited < PATIENCE_MS && port == NULL; waited += STEP_MS)
    if (!g_file_get_contents (path, &port, NULL, NULL))
      g_usleep (STEP_MS * 1000);
  if (port == NULL)
    g_error ("the mail server has not come up");
  return g_strstrip (port);
}

DdiTestMail *
ddi_test_mail_new (const char *option, ...)
{
  DdiTestMail *self = g_new0 (DdiTestMail, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *script =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests/tools/smtp-server.py", NULL);
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;
  va_list options;

  self->directory = ddi_test_directory_new_path ("mail");
  g_assert_cmpint (g_mkdir_with_parents (self->directory, 0700), ==, 0);
  g_ptr_array_add (argv, (char *)"/usr/bin/python3");
  g_ptr_array_add (argv, script);
  g_ptr_array_add (argv, self->directory);
  va_start (options, option);
  for (const char *more = option; more; more = va_arg (options, const char *))
    g_ptr_array_add (argv, (char *)more);
  va_end (options);
  g_ptr_array_add (argv, NULL);
  self->process = g_subprocess_newv ((const char *const *)argv->pdata, G_SUBPROCESS_FLAGS_STDIN_PIPE, &error);
  g_assert_no_error (error);
  port = wait_for_port (self->directory);
  self->url = g_strconcat ("smtp://localhost:", port, NULL);
  self->certificate = g_build_filename (self->directory, "certificate.pem", NULL);
  return self;
}

void
ddi_test_mail_free (DdiTestMail *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self->directory);
  g_free (self->url);
  g_free (self->certificate);
  g_free (self);
}

const char *
ddi_test_mail_get_url (DdiTestMail *self)
{
  return self->url;
}

const char *
ddi_test_mail_get_certificate (DdiTestMail *self)
{
  return self->certificate;
}

char *
ddi_test_mail_read (DdiTestMail *self, guint n)
{
  g_autofree char *name = g_strdup_printf ("%u.eml", n);
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  char *mail = NULL;

  return g_file_get_contents (path, &mail, NULL, NULL) ? mail : NULL;
}
