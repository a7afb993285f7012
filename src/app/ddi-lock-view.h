/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_LOCK_ENDED, /* the server no longer knows the session */
  DDI_LOCK_IDLE,  /* nobody was at the desktop */
  DDI_LOCK_ASKED, /* the person is about to leave the desktop */
} DdiLockReason;

/* Stands before the pages until the person who was at work signs in again; what they were at is kept.
 *
 * Signal: "entered" (). */
#define DDI_TYPE_LOCK_VIEW (ddi_lock_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiLockView, ddi_lock_view, DDI, LOCK_VIEW, AdwBin)

/* @session's home must know whom a password brings in. NULL forgets what was asked. */
void ddi_lock_view_set_session (DdiLockView *self, DdiSession *session, DdiLockReason reason);
void ddi_lock_view_grab (DdiLockView *self);

G_END_DECLS
