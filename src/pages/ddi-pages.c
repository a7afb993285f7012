/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/ddi-pages.h"

#include <glib/gi18n-lib.h>

const DdiPageInfo ddi_pages[] = {
  { NULL, NULL, NULL, NULL },
};

const DdiCommandInfo ddi_commands[] = {
  { NULL, NULL, NULL, NULL },
};
