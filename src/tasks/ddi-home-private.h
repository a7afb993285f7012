/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* The server by which a new session is remembered; NULL: it is not. */
const char *ddi_home_get_remembered_as (DdiHome *self);

G_END_DECLS
