/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-secret.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>

struct _DdiSecret
{
  gatomicrefcount ref_count;
  char *text; /* sodium_malloc() */
  gsize length;
};

G_DEFINE_BOXED_TYPE (DdiSecret, ddi_secret, ddi_secret_ref, ddi_secret_unref)

DdiSecret *
ddi_secret_new (const char *text, gsize length)
{
  DdiSecret *self = g_new0 (DdiSecret, 1);

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  g_atomic_ref_count_init (&self->ref_count);
  self->text = sodium_malloc (length + 1);
  if (self->text == NULL)
    g_error ("no memory for a secret of %" G_GSIZE_FORMAT " bytes", length);
  memcpy (self->text, text, length);
  self->text[length] = '\0';
  self->length = length;
  sodium_mprotect_readonly (self->text);
  return self;
}

DdiSecret *
ddi_secret_ref (DdiSecret *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ddi_secret_unref (DdiSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  sodium_free (self->text);
  g_free (self);
}

const char *
ddi_secret_get_text (DdiSecret *self)
{
  return self->text;
}

gsize
ddi_secret_get_length (DdiSecret *self)
{
  return self->length;
}

void
ddi_secret_forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("core dumps cannot be forbidden: %s", g_strerror (errno));
}
