/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Preview */

static void
take_counts (DdiImportFile *file, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      file->counts.added += ddi_rows_get_int (rows, i, 1);
      file->counts.changed += ddi_rows_get_int (rows, i, 2);
      file->counts.unchanged += ddi_rows_get_int (rows, i, 3);
      file->counts.kept += ddi_rows_get_int (rows, i, 4);
    }
}

static const char *
what_of (const char *text)
{
  return g_str_equal (text, "made") ? "made" : g_str_equal (text, "wasted") ? "wasted" : "sold";
}

static void
take_changes (DdiImportFile *file, DdiRows *rows)
{
  g_ptr_array_set_size (file->changes, 0);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiImportChange *change = g_new0 (DdiImportChange, 1);

      change->store = g_strdup (ddi_rows_get_text (rows, i, 0));
      change->day = ddi_rows_get_day (rows, i, 1);
      change->product = g_strdup (ddi_rows_get_text (rows, i, 2));
      change->what = what_of (ddi_rows_get_text (rows, i, 3));
      change->before = (gint32)ddi_rows_get_int (rows, i, 4);
      change->after = (gint32)ddi_rows_get_int (rows, i, 5);
      g_ptr_array_add (file->changes, change);
    }
}

static void
add_copy (DdiImportFile *file, DdiDay day, const char *store, const char *other, DdiDay original)
{
  DdiImportCopy *copy = g_new0 (DdiImportCopy, 1);

  copy->day = day;
  copy->store = g_strdup (store);
  copy->file = g_strdup (other);
  copy->original = original;
  g_ptr_array_add (file->copies, copy);
}

static void
take_copies (DdiImportFile *file, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    add_copy (file, ddi_rows_get_day (rows, i, 0), ddi_rows_get_text (rows, i, 1), NULL,
              ddi_rows_get_day (rows, i, 2));
}

static gboolean
preview_figures (DdiImportFile *file, DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  DdiImportCursor cursors[DDI_IMPORT_MAX_COPIES];
  DdiBulkCopy copies[DDI_IMPORT_MAX_COPIES];
  guint n = ddi_import_make_copies (file, cursors, copies);
  const char *source = ddi_import_sales_source (file);
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  guint counts, changes, days = 0, repeats = 0;

  if (ddi_import_has_added (file))
    ddi_unit_add (unit, "import/read-added", NULL);
  ddi_unit_add (unit, "import/analyze-rows", NULL);
  ddi_unit_add (unit, "import/resolve-stores", NULL);
  ddi_unit_add (unit, "import/resolve-names", NULL);
  counts = ddi_unit_add (unit, "import/preview-counts", g_variant_new ("(s)", source));
  changes = ddi_unit_add (unit, "import/preview-changes", g_variant_new ("(s)", source));
  if (file->sheet)
    {
      days = ddi_unit_add (unit, "import/preview-days", NULL);
      repeats = ddi_unit_add (unit, "import/find-copies", NULL);
    }

  results = ddi_database_run_bulk (database, copies, n, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return FALSE;
  file->counts = (DdiImportCounts){ 0 };
  take_counts (file, results->pdata[counts]);
  take_changes (file, results->pdata[changes]);
  if (file->sheet)
    {
      take_counts (file, results->pdata[days]);
      take_copies (file, results->pdata[repeats]);
    }
  return TRUE;
}

static gboolean
is_told (DdiImportFile *file, DdiDay day)
{
  for (guint i = 0; i < file->copies->len; i++)
    if (((DdiImportCopy *)file->copies->pdata[i])->day == day)
      return TRUE;
  return FALSE;
}

static gboolean
same_shop (DdiImportFile *a, DdiImportFile *b)
{
  const DdiImportShop *x = a->shops->pdata[0], *y = b->shops->pdata[0];

  return x->store_id == y->store_id && g_ascii_strcasecmp (x->name, y->name) == 0;
}

/* Days of a sheet that a sheet before it in the same plan has with other dates or another shop. */
static void
find_copies_in_plan (DdiImportPlan *self, guint index)
{
  DdiImportFile *file = self->files->pdata[index];

  for (guint i = 0; i < index; i++)
    {
      DdiImportFile *other = self->files->pdata[i];

      for (int k = 0; other->sheet && k < DDI_SHEET_DAYS; k++)
        for (int j = 0; j < DDI_SHEET_DAYS; j++)
          {
            const DdiSheetDay *a = &file->sheet->day[k], *b = &other->sheet->day[j];

            if (g_strcmp0 (a->digest, b->digest) == 0 && a->digest && !is_told (file, a->day) &&
                !(a->day == b->day && same_shop (file, other)))
              add_copy (file, a->day, NULL, other->name, b->day);
          }
    }
}

static guint
count_figures (const DdiImportFile *file)
{
  guint n = 0;

  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    n += file->sheet->day[k].n_counted;
  return n;
}

/* Of two sheets of one shop and week the fuller one is meant, and of equals the later. */
static void
find_same_week (DdiImportPlan *self, guint index)
{
  DdiImportFile *file = self->files->pdata[index];

  g_clear_pointer (&file->same_week, g_free);
  for (guint i = 0; i < self->files->len && file->same_week == NULL; i++)
    {
      DdiImportFile *other = self->files->pdata[i];

      if (i == index || other->sheet == NULL || other->sheet->day[0].day != file->sheet->day[0].day ||
          !same_shop (file, other))
        continue;
      if (count_figures (other) > count_figures (file) ||
          (count_figures (other) == count_figures (file) && i > index))
        file->same_week = g_strdup (other->name);
    }
}

gboolean
ddi_import_preview (DdiImportPlan *self, DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      ddi_import_file_check_names (file);
      if (file->error)
        continue;
      g_ptr_array_set_size (file->copies, 0);
      if ((file->sheet || file->sales) && !preview_figures (file, database, cancellable, error))
        return FALSE;
      if (file->sheet)
        {
          find_copies_in_plan (self, i);
          find_same_week (self, i);
        }
    }
  return TRUE;
}

/* Apply */

static GPtrArray *
problems_of (DdiImportFile *file)
{
  if (file->sheet)
    return file->sheet->problems;
  if (file->sales)
    return file->sales->problems;
  return file->events ? file->events->problems : file->weather->problems;
}

static char *
warnings_json (DdiImportFile *file)
{
  GPtrArray *problems = problems_of (file);
  g_autoptr (JsonArray) warnings = json_array_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *text = ddi_problem_format (problems->pdata[i]);

      json_array_add_string_element (warnings, text);
    }
  json_node_set_array (root, warnings);
  return json_to_string (root, FALSE);
}

static const char *
kind_text (DdiImportKind kind)
{
  static const char *const texts[] = { "sheet", "sales", "events", "weather" };

  return texts[kind];
}

static const char *
local_timezone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  return strchr (name, '/') ? g_intern_string (name) : "UTC";
}

/* Indices of a unit's statements whose rows are read afterwards. */
typedef struct
{
  guint stores, batch, products, first_write, n_writes, close;
} Statements;

static void
add_write (DdiUnit *unit, Statements *at, const char *query, GVariant *params)
{
  guint index = ddi_unit_add (unit, query, params);

  if (at->n_writes++ == 0)
    at->first_write = index;
}

static void
add_figures (DdiUnit *unit, DdiImportFile *file, int user_id, Statements *at)
{
  const char *source = ddi_import_sales_source (file);

  if (ddi_import_has_added (file))
    ddi_unit_add (unit, "import/read-added", NULL);
  ddi_unit_add (unit, "import/analyze-rows", NULL);
  ddi_unit_add (unit, "import/span-batch", NULL);
  ddi_unit_add (unit, "import/record-sales", g_variant_new ("(s)", source));
  if (file->sheet)
    {
      ddi_unit_add (unit, "import/record-production", NULL);
      ddi_unit_add (unit, "import/record-waste", NULL);
      ddi_unit_add (unit, "import/record-days", NULL);
      /* The days first: whether a figure is a sell-out is asked when it is written. */
      add_write (unit, at, "import/write-days", NULL);
      add_write (unit, at, "import/write-production", g_variant_new ("(i)", user_id));
      add_write (unit, at, "import/write-waste", g_variant_new ("(i)", user_id));
    }
  add_write (unit, at, "import/write-sales", g_variant_new ("(is)", user_id, source));
}

static void
add_memory (DdiUnit *unit, DdiImportFile *file)
{
  g_autofree char *hint = ddi_import_file_hint (file->name);

  if (hint)
    ddi_unit_add (unit, "import/remember-source", g_variant_new ("(s)", hint));
  if (file->sheet->pc_number)
    {
      g_autofree char *number = g_strconcat ("pc:", file->sheet->pc_number, NULL);

      ddi_unit_add (unit, "import/remember-source", g_variant_new ("(s)", number));
      ddi_unit_add (unit, "import/remember-number", g_variant_new ("(s)", file->sheet->pc_number));
    }
}

static DdiUnit *
make_unit (DdiImportPlan *self, DdiImportFile *file, int user_id, Statements *at)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autofree char *warnings = warnings_json (file);

  ddi_unit_set_statement_timeout (unit, 30 * 60 * 1000);
  at->batch = ddi_unit_add (unit, "import/open-batch",
                            g_variant_new ("(issss)", user_id, kind_text (self->kind), file->name,
                                           file->digest, warnings));
  ddi_unit_add (unit, "import/add-district", NULL);
  at->stores = ddi_unit_add (unit, "import/add-stores", g_variant_new ("(s)", local_timezone ()));
  ddi_unit_add (unit, "import/resolve-stores", NULL);
  if (file->sheet || file->sales)
    {
      at->products = ddi_unit_add (unit, "import/add-products", NULL);
      ddi_unit_add (unit, "import/resolve-names", NULL);
      ddi_unit_add (unit, "import/add-aliases", NULL);
      add_figures (unit, file, user_id, at);
    }
  else if (file->events)
    add_write (unit, at, "import/write-events", NULL);
  else
    {
      ddi_unit_add (unit, "import/record-weather", NULL);
      add_write (unit, at, "import/write-weather", NULL);
    }
  if (file->sheet)
    add_memory (unit, file);
  at->close = ddi_unit_add (unit, "import/close-batch", g_variant_new ("(x)", ddi_import_count_rows (file)));
  return g_steal_pointer (&unit);
}

static void
take_names (GPtrArray *names, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    g_ptr_array_add (names, g_strdup (ddi_rows_get_text (rows, i, 1)));
}

static void
take_results (DdiImportPlan *self, DdiImportFile *file, GPtrArray *results, const Statements *at)
{
  gint64 total = ddi_import_count_rows (file);

  take_names (self->new_stores, results->pdata[at->stores]);
  if (file->sheet || file->sales)
    take_names (self->new_products, results->pdata[at->products]);
  file->counts.added = file->counts.changed = 0;
  /* The writes stand together at the end, before what is remembered. */
  for (guint i = 0; i < at->n_writes; i++)
    {
      DdiRows *rows = results->pdata[at->first_write + i];

      file->counts.added += ddi_rows_get_int (rows, 0, 0);
      file->counts.changed += ddi_rows_get_int (rows, 0, 1);
    }
  file->counts.unchanged = total - file->counts.added - file->counts.changed - file->counts.kept;
  file->batch_id = ddi_rows_get_n (results->pdata[at->close]) > 0
                       ? (int)ddi_rows_get_int (results->pdata[at->batch], 0, 0)
                       : 0;
}

/* Counts the rows on their way to the server, and tells of every few thousand. */
typedef struct
{
  DdiImportProgressFunc tell;
  gpointer user_data;
  DdiImportProgress state;
  gint64 file_end; /* rows sent when the file under way has been */
} Progress;

typedef struct
{
  const DdiBulkCopy *copy;
  Progress *progress;
  gboolean last; /* the copy after which the server writes */
} CountedCopy;

#define TELL_EVERY 2000

static void
tell (Progress *self)
{
  if (self->tell)
    self->tell (&self->state, self->user_data);
}

static gboolean
next_counted_row (GString *line, gpointer user_data, GError **error)
{
  CountedCopy *self = user_data;

  if (!self->copy->next_row (line, self->copy->user_data, error))
    {
      if (self->last)
        {
          self->progress->state.sent = self->progress->file_end;
          self->progress->state.writing = TRUE;
          tell (self->progress);
        }
      return FALSE;
    }
  /* The few lines of names and shops count too, and never more than the file has rows. */
  if (self->progress->state.sent < self->progress->file_end && ++self->progress->state.sent % TELL_EVERY == 0)
    tell (self->progress);
  return TRUE;
}

static gboolean
apply_file (DdiImportPlan *self, DdiImportFile *file, DdiDatabase *database, int user_id, Progress *progress,
            GCancellable *cancellable, GError **error)
{
  DdiImportCursor cursors[DDI_IMPORT_MAX_COPIES];
  DdiBulkCopy copies[DDI_IMPORT_MAX_COPIES];
  guint n = ddi_import_make_copies (file, cursors, copies);
  CountedCopy counted[DDI_IMPORT_MAX_COPIES];
  DdiBulkCopy wrapped[DDI_IMPORT_MAX_COPIES];
  Statements at = { 0 };
  DdiUnit *unit = make_unit (self, file, user_id, &at);
  g_autoptr (GPtrArray) results = NULL;

  progress->state.file = file->name;
  progress->state.writing = FALSE;
  progress->file_end = progress->state.sent + ddi_import_count_rows (file);
  for (guint i = 0; i < n; i++)
    {
      counted[i] = (CountedCopy){ &copies[i], progress, i == n - 1 };
      wrapped[i] = (DdiBulkCopy){ copies[i].create, copies[i].copy, next_counted_row, &counted[i] };
    }
  tell (progress);
  results = ddi_database_run_bulk (database, wrapped, n, unit, cancellable, error);
  if (results == NULL)
    {
      g_prefix_error (error, "%s: ", file->name);
      return FALSE;
    }
  take_results (self, file, results, &at);
  return TRUE;
}

gint64
ddi_import_plan_count_rows (DdiImportPlan *self)
{
  gint64 rows = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      if (file->included && file->error == NULL)
        rows += ddi_import_count_rows (file);
    }
  return rows;
}

gboolean
ddi_import_apply (DdiImportPlan *self, DdiDatabase *database, int user_id, DdiImportProgressFunc progress,
                  gpointer user_data, GCancellable *cancellable, GError **error)
{
  Progress counter = { .tell = progress, .user_data = user_data };

  counter.state.rows = ddi_import_plan_count_rows (self);
  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      ddi_import_file_check_names (file);
      if (!file->included || file->error)
        file->counts = (DdiImportCounts){ 0 };
      else if (!apply_file (self, file, database, user_id, &counter, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Undo */

static gboolean
check_batch (DdiDatabase *database, int batch_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "import/read-batch", g_variant_new ("(i)", batch_id));
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[0];
  if (ddi_rows_get_n (rows) == 0)
    g_set_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_NOT_FOUND, _ ("there is no import %d"), batch_id);
  else if (ddi_rows_get_boolean (rows, 0, 3))
    g_set_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_UNDONE, _ ("import %d was undone before"),
                 batch_id);
  else
    return TRUE;
  return FALSE;
}

gboolean
ddi_import_undo (DdiDatabase *database, int user_id, int batch_id, DdiImportUndo *result,
                 GCancellable *cancellable, GError **error)
{
  static const char *const steps[] = {
    "import/undo-sales",  "import/undo-waste",   "import/undo-production", "import/undo-days",
    "import/undo-events", "import/undo-weather", "import/undo-products",   "import/undo-stores",
  };
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiImportUndo sum = { 0 };

  if (!check_batch (database, batch_id, cancellable, error))
    return FALSE;
  ddi_unit_set_statement_timeout (unit, 30 * 60 * 1000);
  ddi_unit_add (unit, "import/open-undo", g_variant_new ("(ii)", batch_id, user_id));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    ddi_unit_add (unit, steps[i], g_variant_new ("(i)", batch_id));
  ddi_unit_add (unit, "import/close-undo", g_variant_new ("(i)", batch_id));
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      DdiRows *rows = results->pdata[1 + i];

      sum.restored += ddi_rows_get_int (rows, 0, 0);
      sum.removed += ddi_rows_get_int (rows, 0, 1);
      sum.kept += ddi_rows_get_int (rows, 0, 2);
    }
  if (result)
    *result = sum;
  return TRUE;
}
