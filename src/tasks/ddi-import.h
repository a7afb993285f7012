/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-database.h"
#include "exchange/ddi-calendar-file.h"
#include "exchange/ddi-sales-file.h"
#include "exchange/ddi-throwaway-sheet.h"

G_BEGIN_DECLS

/* Files on their way into the database, in four steps that each leave the plan to be looked at:
 *
 *   read     parses the files; one that cannot be read keeps its error and stops nothing
 *   match    finds shops and products that the files mean; the caller may choose others
 *   preview  says what would be added, changed, left as it is
 *   apply    writes each file in one transaction under one import batch
 *
 * All four block: worker threads and the CLI. A plan belongs to one thread at a time. */

typedef enum
{
  DDI_IMPORT_SHEET,
  DDI_IMPORT_SALES,
  DDI_IMPORT_EVENTS,
  DDI_IMPORT_WEATHER,
} DdiImportKind;

typedef enum
{
  DDI_IMPORT_ERROR_NOT_FOUND, /* no such batch */
  DDI_IMPORT_ERROR_UNDONE,    /* it was undone before */
} DdiImportError;

#define DDI_IMPORT_ERROR (ddi_import_error_quark ())
GQuark ddi_import_error_quark (void);

/* Why a shop is proposed for a sheet, best first. */
typedef enum
{
  DDI_IMPORT_SHOP_UNKNOWN,
  DDI_IMPORT_SHOP_GIVEN,      /* the caller said so */
  DDI_IMPORT_SHOP_PC_NUMBER,  /* the sheet says so */
  DDI_IMPORT_SHOP_FILE_NAME,  /* its name, code or number stands in the file's name */
  DDI_IMPORT_SHOP_REMEMBERED, /* the last file of this name was its */
  DDI_IMPORT_SHOP_MIX,        /* it makes the same products */
  DDI_IMPORT_SHOP_ONLY,       /* there is no other */
} DdiImportShopReason;

typedef struct
{
  char *name;
  int store_id; /* 0: not in the database; made with this name when the file is applied */
} DdiImportShop;

typedef struct
{
  int product_id; /* 0: the other new product of this name in the same files */
  char *name;
  double likeness; /* ddi_name_likeness() */
} DdiImportProposal;

/* One spelling that the files use. */
typedef struct
{
  char *written;
  char *category; /* NULL where the file does not tell */
  guint row;
  int product_id;    /* 0: a new product */
  char *means;       /* the new product it is another spelling of, or NULL */
  gboolean known;    /* the spelling is already a product's */
  GArray *proposals; /* (element-type DdiImportProposal) where it is not known, most alike first, at most 5 */
} DdiImportName;

/* A day of the sheet that repeats the figures of another day. */
typedef struct
{
  DdiDay day;
  char *store; /* name of the shop whose day it repeats; NULL: a sheet of this plan */
  char *file;  /* the other file of this plan, or NULL */
  DdiDay original;
} DdiImportCopy;

typedef struct
{
  char *store;
  char *product;
  const char *what; /* "made", "wasted" or "sold" (static) */
  DdiDay day;
  gint32 before, after; /* pieces */
} DdiImportChange;

typedef struct
{
  gint64 added;
  gint64 changed;
  gint64 unchanged;
  gint64 kept; /* till sales that a figure derived from a sheet does not touch */
} DdiImportCounts;

typedef struct
{
  GFile *file;
  char *name;        /* for messages */
  char *digest;      /* hex SHA-256 of the bytes */
  GError *error;     /* why it cannot be imported, or NULL */
  gboolean included; /* apply writes it; TRUE where it is sound */
  gboolean clashing; /* the error is that two of its names mean one product; another choice mends it */

  /* One of them, by the plan's kind; NULL with an error. */
  DdiThrowawaySheet *sheet;
  DdiSalesFile *sales;
  DdiEventFile *events;
  DdiWeatherFile *weather;

  /* match */
  GPtrArray
      *added; /* (element-type DdiCustomColumn) of a sales file: added columns that it has; NULL: none */
  GArray *added_at; /* (element-type guint) of each, its index in sales->others */
  DdiImportShopReason reason;
  GPtrArray *shops; /* (element-type DdiImportShop) by the file's store index; one for a sheet */
  GPtrArray *names; /* (element-type DdiImportName, owned by the plan) by the file's product index */
  int known_batch;  /* the standing batch of a file with the same bytes, or 0 */
  gboolean confirmed_zero[DDI_SHEET_DAYS]; /* the user says: nothing was left, really sold out */

  /* preview */
  GPtrArray *copies;  /* (element-type DdiImportCopy) */
  GPtrArray *changes; /* (element-type DdiImportChange) at most a thousand */
  DdiImportCounts counts;
  char *same_week; /* the file of this plan that is of the same shop and week and has more, or NULL */

  /* apply */
  int batch_id; /* 0: nothing was written */
} DdiImportFile;

typedef struct
{
  DdiImportKind kind;
  GPtrArray *files;    /* (element-type DdiImportFile) */
  GPtrArray *names;    /* (element-type DdiImportName) of all files, by spelling */
  GPtrArray *stores;   /* (element-type DdiImportShop) all shops of the database */
  GPtrArray *products; /* (element-type DdiImportProposal) all products of the database */
  GHashTable *by_key;  /* ddi_name_key() → DdiImportName */

  /* apply */
  GPtrArray *new_stores;   /* (element-type utf8) made by it */
  GPtrArray *new_products; /* (element-type utf8) */
} DdiImportPlan;

void ddi_import_plan_free (DdiImportPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiImportPlan, ddi_import_plan_free)

/* How far an import is. Its rows are sent to the server first, which then writes a file's rows at once. */
typedef struct
{
  gint64 sent, rows; /* of all files that are included */
  const char *file;  /* the one under way */
  gboolean writing;  /* the server writes what was sent of it */
} DdiImportProgress;

/* Called on the thread that works. */
typedef void (*DdiImportProgressFunc) (const DdiImportProgress *progress, gpointer user_data);

/* @files: (element-type GFile). @store: the shop all rows belong to where the files do not say, or
 * NULL. NULL only where cancelled. */
DdiImportPlan *ddi_import_read (DdiImportKind kind, GPtrArray *files, const char *store,
                                GCancellable *cancellable, GError **error);

/* @store as above; a sheet without a shop afterwards has shops[0] with an empty name. */
gboolean ddi_import_match (DdiImportPlan *self, DdiDatabase *database, const char *store,
                           GCancellable *cancellable, GError **error);

/* The caller's choices, between match and apply. @store_id 0 makes a shop called @name. */
void ddi_import_file_set_shop (DdiImportFile *self, int store_id, const char *name);
/* @proposal: one of the name's own or of the plan's products; NULL: a new product. */
void ddi_import_name_choose (DdiImportName *self, const DdiImportProposal *proposal);

/* Names alike from here on are rather one product misspelt than two. */
#define DDI_IMPORT_ALIKE 0.85
/* The product that a name is most likely a misspelling of, or NULL. */
const DdiImportProposal *ddi_import_name_get_best (const DdiImportName *self);

/* Which shop the sheet is of, told for the user's language. Static. */
const char *ddi_import_shop_reason_text (DdiImportShopReason reason);

gboolean ddi_import_preview (DdiImportPlan *self, DdiDatabase *database, GCancellable *cancellable,
                             GError **error);

/* Rows of the files that are included. */
gint64 ddi_import_plan_count_rows (DdiImportPlan *self);

/* Writes the included files, one transaction each; stops at the first that fails, with those before
 * it written. @progress may be NULL. */
gboolean ddi_import_apply (DdiImportPlan *self, DdiDatabase *database, int user_id,
                           DdiImportProgressFunc progress, gpointer user_data, GCancellable *cancellable,
                           GError **error);

/* Whether the whole week of a sheet repeats other days: each of its counted days does. */
gboolean ddi_import_file_is_copy (DdiImportFile *self);

typedef struct
{
  gint64 restored; /* rows that are again what they were */
  gint64 removed;  /* rows that the batch had added */
  gint64 kept;     /* rows that were edited since and stay */
} DdiImportUndo;

gboolean ddi_import_undo (DdiDatabase *database, int user_id, int batch_id, DdiImportUndo *result,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
