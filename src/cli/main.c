/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli.h"

int
main (int argc, char **argv)
{
  return ddi_cli_run (argc, argv);
}
