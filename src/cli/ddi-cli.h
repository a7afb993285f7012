/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Exit codes of the program. */
typedef enum
{
  DDI_CLI_GOOD = 0,
  DDI_CLI_FAILED = 1,
  DDI_CLI_USAGE = 2,
} DdiCliExit;

/* What a subcommand gets: the global options, already taken out of argv wherever they stood. */
typedef struct
{
  gboolean json;          /* --json: machine-readable output on stdout */
  const char *data_dir;   /* --data-dir: an embedded home elsewhere; NULL is the default one */
  gboolean accept_risk;   /* --accept-insecure: another machine without its certificate checked */
  const char *connection; /* --connection URI or PG*: a server instead of the embedded home */
} DdiCliContext;

/* The home that the global options name, where somebody may enter: always oneself in an embedded home,
 * on a server whose session DDI_SESSION or the desktop holds. Once a program; a signal that ends it leaves the home
 * first. */
DdiHome *ddi_cli_open_home (const DdiCliContext *context, GError **error);
/* The same where nobody need be signed in. */
DdiHome *ddi_cli_open_door (const DdiCliContext *context, GError **error);
/* Seals the log, which what was done has made longer, and leaves the home. */
gboolean ddi_cli_close_home (DdiHome *home, GError **error);
/* For work that must be put in order when it is ended: the first signal cancels this and the command ends by
 * itself, only a second one ends the program. Owned by the program. */
GCancellable *ddi_cli_get_cancellable (void);
/* Names the server of --connection, without a password. (transfer full) */
char *ddi_cli_dup_server (const DdiCliContext *context);
/* The directory of the embedded home that they name. (transfer full) */
char *ddi_cli_dup_directory (const DdiCliContext *context);
/* A line of standard input, from a terminal after @prompt and without showing it where @hidden; NULL where there
 * is none. */
DdiSecret *ddi_cli_read_line (const char *prompt, gboolean hidden);
/* Prints what was built as one JSON value and a newline. */
void ddi_cli_print_json (JsonBuilder *builder);

/* A subcommand lives in a file of its own, src/cli/ddi-cli-<name>.c. argv[0] is its name.
 * It prints results on stdout and one line per error on stderr (ddi_cli_fail()). */
typedef DdiCliExit (*DdiCliFunc) (const DdiCliContext *context, int argc, char **argv);

typedef struct
{
  const char *name;
  const char *summary; /* one line of help, marked for translation with N_() */
  DdiCliFunc run;
} DdiCliCommand;

/* Runs the program; returns its exit code. */
int ddi_cli_run (int argc, char **argv);

/* Takes the options of a subcommand out of *argv, whose [0] is its name; @arguments is what may follow, for
 * --help, which prints what there is and ends the program. NULL @entries: no options. FALSE after a message
 * where they are wrong: DDI_CLI_USAGE. */
gboolean ddi_cli_parse (const char *command, const char *arguments, const GOptionEntry *entries, int *argc,
                        char ***argv);

/* Prints "dunkin-demand-cli: WHAT: WHY" on stderr and returns DDI_CLI_FAILED. */
DdiCliExit ddi_cli_fail (const char *what, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same with DDI_CLI_USAGE. */
DdiCliExit ddi_cli_misuse (const char *what, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* One per subcommand, in its own file. */
DdiCliExit ddi_cli_advise (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_archive (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_audit (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_backup (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_restore (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_backtest (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_columns (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_demo (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_forecast (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_migrate (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_generate (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_order (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_products (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_report (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_server (const DdiCliContext *context, int argc, char **argv);
/* "server move", "server fetch" and "server upgrade": argv[0] is that word. */
DdiCliExit ddi_cli_move (const DdiCliContext *context, int argc, char **argv);
/* "server sign", "accept", "list" and "forget": argv[0] is that word. */
DdiCliExit ddi_cli_profile (const DdiCliContext *context, int argc, char **argv);
gboolean ddi_cli_profile_knows (const char *verb);
DdiCliExit ddi_cli_settings (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_sheets (const DdiCliContext *context, int argc, char **argv);
/* "report weekly" */
DdiCliExit ddi_cli_weekly (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_status (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_login (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_logout (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_whoami (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_users (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_export (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_import (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_doctor (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_explain (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_indexes (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_locks (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_mail (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_maintain (const DdiCliContext *context, int argc, char **argv);
DdiCliExit ddi_cli_slow (const DdiCliContext *context, int argc, char **argv);

G_END_DECLS
