/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-generate-run.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "journal/ddi-journal.h"
#include "tasks/ddi-demo.h"

struct _DdiGenerateRun
{
  GObject parent_instance;

  GCancellable *cancellable; /* NULL while there is no run */
  DdiHome *demo;             /* to be settled at its end */
  char *what;                /* was done */
  double fraction;
  char *step;
};

G_DEFINE_FINAL_TYPE (DdiGenerateRun, ddi_generate_run, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
ddi_generate_run_finalize (GObject *object)
{
  DdiGenerateRun *self = DDI_GENERATE_RUN (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->demo);
  g_free (self->what);
  g_free (self->step);
  G_OBJECT_CLASS (ddi_generate_run_parent_class)->finalize (object);
}

static void
ddi_generate_run_class_init (DdiGenerateRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_generate_run_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", DDI_TYPE_GENERATE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", DDI_TYPE_GENERATE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
ddi_generate_run_init (DdiGenerateRun *self)
{
  self->step = g_strdup ("");
}

DdiGenerateRun *
ddi_generate_run_new (void)
{
  return g_object_new (DDI_TYPE_GENERATE_RUN, NULL);
}

static void
progress_cb (double fraction, const char *step, gpointer user_data)
{
  DdiGenerateRun *self = user_data;

  self->fraction = fraction;
  g_free (self->step);
  self->step = g_strdup (step);
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
describe (const DdiGenerateResult *result)
{
  g_autofree char *pending = ddi_format_int (result->n_pending);
  g_autofree char *changed = ddi_format_int (result->n_changed);

  if (result->n_changed > 0)
    return g_strdup_printf (_ ("Forecast anew: %s lines pending, %s changed since they were approved"),
                            pending, changed);
  return g_strdup_printf (_ ("Forecast anew: %s lines pending"), pending);
}

/* Those who hear "ended" see that it is no longer under way. */
static void
end (DdiGenerateRun *self, GError *error)
{
  g_autofree char *what = g_steal_pointer (&self->what);
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->demo);
  if (error && !stopped)
    ddi_journal_note_error ("generating", error);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[ENDED], 0, what, stopped ? NULL : error);
}

/* The forecasts are there, whatever became of their analysis. */
static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiGenerateRun) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ddi_demo_settle_finish (result, &error))
    ddi_journal_note_error ("generating", error);
  end (self, NULL);
}

static void
generated_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiGenerateRun) self = user_data;
  g_autoptr (GError) error = NULL;
  DdiGenerateResult result;

  if (ddi_generate_finish (async_result, &result, &error))
    self->what = self->demo ? g_strdup ("") : describe (&result);
  if (self->what && self->demo)
    ddi_demo_settle_async (self->demo, self->cancellable, settled_cb, g_object_ref (self));
  else
    end (self, error);
}

void
ddi_generate_run_start (DdiGenerateRun *self, DdiDatabase *database, const DdiGenerateOptions *options,
                        DdiHome *demo)
{
  DdiGenerateOptions told = *options;

  g_return_if_fail (DDI_IS_GENERATE_RUN (self));

  if (self->cancellable)
    return;
  told.progress = progress_cb;
  told.user_data = self;
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->demo, demo);
  progress_cb (0, _ ("Reading the history"), self);
  ddi_generate_async (database, &told, self->cancellable, generated_cb, g_object_ref (self));
}

void
ddi_generate_run_stop (DdiGenerateRun *self)
{
  g_return_if_fail (DDI_IS_GENERATE_RUN (self));
  g_cancellable_cancel (self->cancellable);
}

gboolean
ddi_generate_run_is_running (DdiGenerateRun *self)
{
  g_return_val_if_fail (DDI_IS_GENERATE_RUN (self), FALSE);
  return self->cancellable != NULL;
}

double
ddi_generate_run_get_fraction (DdiGenerateRun *self)
{
  g_return_val_if_fail (DDI_IS_GENERATE_RUN (self), 0);
  return self->fraction;
}

const char *
ddi_generate_run_get_step (DdiGenerateRun *self)
{
  g_return_val_if_fail (DDI_IS_GENERATE_RUN (self), "");
  return self->step;
}
