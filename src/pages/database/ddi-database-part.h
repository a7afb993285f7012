/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-maintenance-report.h"
#include "tasks/ddi-maintenance-run.h"

G_BEGIN_DECLS

/* A sub-page of the Database page. To write one: derive, implement show(), and add a row to the table in
 * ddi-database-page.c.
 *
 * Signals: "changed" (), when the page is to read everything anew; "open" (const char *name), to show another part. */
#define DDI_TYPE_DATABASE_PART (ddi_database_part_get_type ())
G_DECLARE_DERIVABLE_TYPE (DdiDatabasePart, ddi_database_part, DDI, DATABASE_PART, AdwBin)

struct _DdiDatabasePartClass
{
  AdwBinClass parent_class;

  /* Shows what was read; @report lives for this call only, its rows and lists may be kept with a reference. */
  void (*show) (DdiDatabasePart *self, const DdiMaintenanceReport *report);

  gpointer padding[4];
};

void ddi_database_part_show (DdiDatabasePart *self, DdiMaintenance *maintenance,
                             const DdiMaintenanceReport *report);
/* NULL before something was shown. (transfer none) */
DdiMaintenance *ddi_database_part_get_maintenance (DdiDatabasePart *self);
/* Cancelled when the part goes away. (transfer none) */
GCancellable *ddi_database_part_get_cancellable (DdiDatabasePart *self);

/* Runs @job, whose result is not looked at; then says @done (NULL: nothing) and has the page read anew, or tells
 * the error. @cancellable NULL: the part's own. */
void ddi_database_part_run (DdiDatabasePart *self, const DdiMaintenanceJob *job, const char *done,
                            GCancellable *cancellable);

/* Asks once before something that cannot be taken back; @confirmed is called where the answer is yes. */
typedef void (*DdiDatabaseConfirmed) (DdiDatabasePart *self, gpointer data);
typedef struct
{
  const char *heading;
  const char *body;   /* what will be done, with figures */
  const char *button; /* what it is called, with a mnemonic */
  gboolean suggested; /* it can be taken back: the button invites */
  GtkWidget *extra;   /* what else there is to fill in; NULL: nothing */
  DdiDatabaseConfirmed confirmed;
  gpointer data;
  GDestroyNotify free_data;
} DdiDatabaseQuestion;
void ddi_database_part_ask (DdiDatabasePart *self, const DdiDatabaseQuestion *question);

/* Asks for a file to write, @name being the first suggestion and @button what is done, with a mnemonic; @chosen is
 * called with its path unless it was cancelled or the part has gone from the window. */
typedef void (*DdiDatabaseChosen) (DdiDatabasePart *self, const char *path);
void ddi_database_part_ask_file (DdiDatabasePart *self, const char *title, const char *button,
                                 const char *name, DdiDatabaseChosen chosen);

void ddi_database_part_tell (DdiDatabasePart *self, const char *heading, const char *body);
void ddi_database_part_open (DdiDatabasePart *self, const char *name);

/* Vacuums, analyzes or reindexes @tables (NULL: all). */
DdiMaintenanceJob ddi_database_part_make_maintain (DdiMaintainVerb verb, const char *const *tables);

/* What an AdwActionRow or AdwExpanderRow says, whatever signs it has; @subtitle may be NULL. */
void ddi_database_row_set_texts (GtkWidget *row, const char *title, const char *subtitle);
/* Removes all rows. */
void ddi_database_clear_list (GtkWidget *list);
/* "3 h 5 min", of seconds. (transfer full) */
char *ddi_database_format_span (gint64 seconds);

G_END_DECLS
