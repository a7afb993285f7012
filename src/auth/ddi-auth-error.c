/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-auth-error.h"

G_DEFINE_QUARK (ddi - auth - error - quark, ddi_auth_error)
