/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/* libxlsxwriter writes numbers as the thread's locale does, and with a decimal comma no program reads the workbook. */

/* The locale in use, but with a decimal point. Freed with ddi_plain_numbers_free(). */
locale_t ddi_plain_numbers_new (void);
void ddi_plain_numbers_free (locale_t numbers);

/* From here to the end of the block this thread writes numbers as @numbers does. */
#define DDI_PLAIN_NUMBERS(numbers)                                                                           \
  __attribute__ ((cleanup (ddi_plain_numbers_leave))) locale_t before_plain_numbers = uselocale (numbers)
void ddi_plain_numbers_leave (locale_t *before);

G_END_DECLS
