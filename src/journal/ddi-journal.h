/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happened in the last sessions, for whoever is asked for help: a file that is read by people and passed on by
 * them, so that neither secrets nor persons are in it. Two older ones are kept beside it. Thread-safe; several programs
 * may write into one. */
typedef struct _DdiJournal DdiJournal;

#define DDI_JOURNAL_FILE "session.log"
#define DDI_JOURNAL_MOST_BYTES (256 * 1024)

/* Makes the directory where it is missing, for its owner alone. */
DdiJournal *ddi_journal_open (const char *directory, GError **error);
void ddi_journal_free (DdiJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiJournal, ddi_journal_free)

/* One line, whatever @message holds: it is cleaned first. */
void ddi_journal_write (DdiJournal *self, const char *kind, const char *message);
/* The last lines, oldest first; "" where there are none. (transfer full) */
char *ddi_journal_read (DdiJournal *self, guint n_lines);

/* @text on one line, without passwords, tokens, persons, their rows and their home directory. (transfer full) */
char *ddi_journal_clean (const char *text);

/* $XDG_STATE_HOME/dunkin-demand. (transfer full) */
char *ddi_journal_dup_directory (void);

/* The program's own journal. begin() is called once, early in main(): from then on it gets the messages and warnings of
 * all libraries too, and a line where a signal ends the program. A program without it notes nothing. */
gboolean ddi_journal_begin (const char *directory, GError **error);
void ddi_journal_end (void);
/* @what failed: goes to the program's journal, and into the details. */
void ddi_journal_note_error (const char *what, const GError *error);
/* What to send with a question: versions, the last error, the last lines. Not translated: it is read by whoever helps.
 * (transfer full) */
char *ddi_journal_dup_details (void);

G_END_DECLS
