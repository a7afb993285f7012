/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DDI_AUTH_ERROR (ddi_auth_error_quark ())
GQuark ddi_auth_error_quark (void);

typedef enum
{
  DDI_AUTH_ERROR_REFUSED, /* the proof or the code is wrong, or nobody has this address */
  DDI_AUTH_ERROR_VACANT,  /* nobody has an account in this database yet */
  DDI_AUTH_ERROR_WAIT,    /* too many attempts; the message says how long to wait */
  DDI_AUTH_ERROR_WEAK,    /* a password that is easily guessed */
  DDI_AUTH_ERROR_CHALLENGE, /* the server asks for a proof that would give the password away, or for none known */
  DDI_AUTH_ERROR_MEMORY,  /* the derivation did not get its memory */
  DDI_AUTH_ERROR_DAMAGED, /* what was encrypted is not what is there */
} DdiAuthError;

G_END_DECLS
