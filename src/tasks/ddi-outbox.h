/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What a person has typed and no server has acknowledged yet: a folder with one file an entry, so that an entry is
 * there or is not, whatever moment the program dies in; a damaged file costs no other entry; and two programs may
 * share the folder. An entry says whom it is for (a database's UUID and a user) and is sent with that said again in
 * its own transaction: it reaches no other database and no other person's name. It carries a request's UUID, so that
 * it is done once, however often it is sent. Thread-safe. */
#define DDI_TYPE_OUTBOX (ddi_outbox_get_type ())
G_DECLARE_FINAL_TYPE (DdiOutbox, ddi_outbox, DDI, OUTBOX, GObject)

#define DDI_OUTBOX_SUFFIX ".json"
#define DDI_OUTBOX_DAMAGED_SUFFIX ".damaged"

/* What a list shows of an entry, and where to mend it. */
typedef struct
{
  const char *title; /* for the user, as it was when it was typed */
  const char *page;  /* id of the page where it was typed */
  const char *place; /* for DdiPageClass.go_to, or NULL */
  guint touched;     /* DdiData flags of what it changes */
} DdiOutboxNote;

/* Immutable, reference-counted. */
typedef struct
{
  gatomicrefcount ref_count;
  char *file; /* its name in the folder; in the order of entry */
  char *request;
  char *database;
  int user_id;
  char *title, *page, *place;
  guint touched;
  gint64 made_at; /* seconds since 1970 */
  char *refusal;  /* why the server does not take it; NULL: it waits */
  DdiUnit *unit;
} DdiOutboxEntry;

DdiOutboxEntry *ddi_outbox_entry_ref (DdiOutboxEntry *self);
void ddi_outbox_entry_unref (DdiOutboxEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiOutboxEntry, ddi_outbox_entry_unref)

typedef enum
{
  DDI_OUTBOX_FAILED, /* refused by the server or by the disk: it is not kept, and whoever typed it is told */
  DDI_OUTBOX_SENT,
  DDI_OUTBOX_KEPT, /* it waits for the server */
} DdiOutboxOutcome;

/* Makes the folder where it is missing, and reads it: a file that cannot be read gets another name and stays. */
DdiOutbox *ddi_outbox_open (const char *directory, const char *database, int user_id, GError **error);

/* Entries of this person and database in the order of entry, refused ones too. Reads memory, not the disk.
 * (element-type DdiOutboxEntry) (transfer full) */
GPtrArray *ddi_outbox_list (DdiOutbox *self);
guint ddi_outbox_get_n (DdiOutbox *self);
/* Without those that the server has refused. */
guint ddi_outbox_get_n_waiting (DdiOutbox *self);
/* Files that could not be read, since the folder was first used. */
guint ddi_outbox_get_n_damaged (DdiOutbox *self);

/* Keeps @unit (transfer full). Once it returns the entry survives a crash of the program and of the machine. Waits for
 * the disk. NULL with @error: nothing is kept. */
DdiOutboxEntry *ddi_outbox_add (DdiOutbox *self, const DdiOutboxNote *note, DdiUnit *unit, GError **error);
gboolean ddi_outbox_remove (DdiOutbox *self, const DdiOutboxEntry *entry, GError **error);

/* Sends what waits, in order, until the server does not answer (the error then says why). What the server refuses is
 * marked and passed over, unless @again: then it is tried once more. @touched: DdiData flags of what was sent. */
gboolean ddi_outbox_send (DdiOutbox *self, DdiDatabase *database, gboolean again, guint *touched,
                          GCancellable *cancellable, GError **error);
void ddi_outbox_send_async (DdiOutbox *self, DdiDatabase *database, gboolean again, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_outbox_send_finish (DdiOutbox *self, GAsyncResult *result, guint *touched, GError **error);

/* Keeps @unit (transfer full), then sends it after what waits already. @results, one DdiRows a statement, is NULL
 * unless it was sent, and then too where an earlier answer was lost. @error is set where it failed, and says why it
 * waits where it is kept. */
DdiOutboxOutcome ddi_outbox_run (DdiOutbox *self, DdiDatabase *database, const DdiOutboxNote *note,
                                 DdiUnit *unit, GPtrArray **results, GError **error);
/* Cannot be cancelled: what was typed is kept. */
void ddi_outbox_run_async (DdiOutbox *self, DdiDatabase *database, const DdiOutboxNote *note, DdiUnit *unit,
                           GAsyncReadyCallback callback, gpointer user_data);
DdiOutboxOutcome ddi_outbox_run_finish (DdiOutbox *self, GAsyncResult *result, GPtrArray **results,
                                        GError **error);

G_END_DECLS
