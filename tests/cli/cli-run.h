/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One run of dunkin-demand-cli as a user starts it. */
typedef struct
{
  int status;
  char *out;
  char *err;
} CliRun;

/* @arguments is one line, split at blanks; '%' alone or behind an option's = stands for @home (which may be NULL). */
CliRun *cli_run (const char *home, const char *arguments);
/* The same with @input on its standard input. */
CliRun *cli_run_with_input (const char *home, const char *arguments, const char *input);
void cli_run_free (CliRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

/* The same, of which this exit code is demanded; a failure must be told as "dunkin-demand-cli: …" on
 * stderr with nothing on stdout, and success must leave stderr empty. */
CliRun *cli_expect (int status, const char *home, const char *arguments);

/* What it printed as JSON: one object. Owned by the parser. */
JsonObject *cli_run_parse (CliRun *self, JsonParser *parser);

G_END_DECLS
