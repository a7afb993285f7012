/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-backup-retention.h"
#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_BACKUP_DAILY,
  DDI_BACKUP_WEEKLY,
  DDI_BACKUP_BY_HAND,
} DdiBackupEvery;

/* "daily", "weekly", "off" and back. */
const char *ddi_backup_every_name (DdiBackupEvery every);
gboolean ddi_backup_every_parse (const char *name, DdiBackupEvery *every);

/* What is done by itself. Kept in the database, so that a home that is carried elsewhere brings it along. */
typedef struct
{
  DdiBackupEvery every;
  char *second_place; /* a folder elsewhere (a stick, a share), where each is copied to; NULL: none */
  DdiBackupRetention retention;
} DdiBackupSettings;

DdiBackupSettings *ddi_backup_settings_copy (const DdiBackupSettings *self);
void ddi_backup_settings_free (DdiBackupSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupSettings, ddi_backup_settings_free)

/* How it stands with the backups. */
typedef struct
{
  DdiBackupSettings *settings;
  char *database_uuid;
  gint64 age;          /* seconds since the newest backup of everything; -1: there is none */
  gint64 verified_age; /* the same of the newest that is known to restore; what counts */
  gboolean overdue;
  gboolean no_second_place;   /* a stolen computer takes the data and every backup along */
  gboolean second_place_away; /* it is set, and not there now */
  DdiRows *backups;           /* backup/list, newest first */
  gboolean *there;            /* of each whether its file is on this computer, and there */
} DdiBackupState;

void ddi_backup_state_free (DdiBackupState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupState, ddi_backup_state_free)

/* Blocks. */
DdiBackupState *ddi_backup_state_load (const DdiBackupServer *server, GError **error);
void ddi_backup_state_load_async (const DdiBackupServer *server, GAsyncReadyCallback callback,
                                  gpointer user_data);
DdiBackupState *ddi_backup_state_load_finish (GAsyncResult *result, GError **error);
/* What there is to say about it, each a sentence for a person; empty where all is well. (element-type utf8)
 * (transfer full) */
GPtrArray *ddi_backup_state_list_warnings (const DdiBackupState *self);

gboolean ddi_backup_settings_save (const DdiBackupServer *server, const DdiBackupSettings *settings,
                                   GError **error);

void ddi_backup_settings_save_async (const DdiBackupServer *server, const DdiBackupSettings *settings,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_backup_settings_save_finish (GAsyncResult *result, GError **error);

typedef struct
{
  gboolean force;        /* even where none is due */
  DdiSecret *passphrase; /* Not owned */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiBackupAutoOptions;

typedef struct
{
  char *path;     /* NULL: none was due, or somebody else is making one */
  guint n_copied; /* to the second place: this one, and those it has missed */
  guint n_pruned; /* older ones that were removed, in both places */
} DdiBackupAutoResult;

void ddi_backup_auto_result_free (DdiBackupAutoResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupAutoResult, ddi_backup_auto_result_free)

/* Makes a backup where one is due and verifies it; copies to the second place what that has not, and removes what
 * is not to be kept, in both: only automatic ones of this database, and never the newest that is known to
 * restore. Blocks. */
DdiBackupAutoResult *ddi_backup_auto_run (const DdiBackupServer *server, const DdiBackupAutoOptions *options,
                                          GCancellable *cancellable, GError **error);
void ddi_backup_auto_run_async (const DdiBackupServer *server, const DdiBackupAutoOptions *options,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiBackupAutoResult *ddi_backup_auto_run_finish (GAsyncResult *result, GError **error);

/* Begins the names of the automatic backups of a database. (transfer full) */
char *ddi_backup_auto_dup_label (const char *database_uuid);
/* Copies to @second what of those that @label begins is whole in @directory and not there; how many, -1 on error. */
int ddi_backup_mirror (const char *directory, const char *second, const char *label,
                       GCancellable *cancellable, GError **error);
/* Removes from @directory what @retention does not keep of those that @label begins; adds their ids to @removed.
 * What cannot be read is left alone. */
guint ddi_backup_prune (const char *directory, const char *label, const DdiBackupRetention *retention,
                        GPtrArray *removed);

/* The systemd user units that run @argv (absolute) once a day, and soon after a day that was slept through;
 * written into @directory. */
gboolean ddi_backup_timer_write (const char *directory, const char *const *argv, GError **error);
/* Removes them; *there tells whether there were any. */
gboolean ddi_backup_timer_remove (const char *directory, gboolean *there, GError **error);
/* $XDG_CONFIG_HOME/systemd/user. (transfer full) */
char *ddi_backup_timer_dup_directory (void);
#define DDI_BACKUP_TIMER "dunkin-demand-backup"

G_END_DECLS
