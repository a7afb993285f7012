/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folds @n bytes into a running 64-bit fingerprint, 0 at first: equal data, equal fingerprint; different
 * data meet by chance only. For telling whether data changed, not for secrets.
 * Source: the multiply-and-xor form of Fowler, Noll & Vo (FNV-1a), eight bytes at a time. */
static inline guint64
ddi_fingerprint (guint64 self, const void *data, gsize n)
{
  const guint8 *bytes = data;

  self ^= 14695981039346656037u;
  for (; n >= 8; n -= 8, bytes += 8)
    {
      guint64 word;

      __builtin_memcpy (&word, bytes, 8);
      self = (self ^ word) * 1099511628211u;
      self ^= self >> 32;
    }
  for (; n > 0; n--, bytes++)
    self = (self ^ *bytes) * 1099511628211u;
  return self;
}

G_END_DECLS
