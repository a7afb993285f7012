/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One target for libFuzzer; which one is said when it is built. */
#include <string.h>

#include "fuzz-targets.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  for (const FuzzTarget *target = fuzz_targets; target->name; target++)
    if (strcmp (target->name, DDI_FUZZ_TARGET) == 0)
      target->run (data, size);
  return 0;
}
