/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/audit/ddi-audit-check.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

struct _DdiAuditCheck
{
  AdwBin parent_instance;

  GtkWidget *banner;
  GtkWidget *spinner;
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *copy_button;

  GCancellable *cancellable; /* while a check is under way */
  char *head;                /* hexadecimal, of the last check; NULL: it breaks */
};

G_DEFINE_FINAL_TYPE (DdiAuditCheck, ddi_audit_check, ADW_TYPE_BIN)

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Of the unit's statements. */
enum
{
  ROWS_BREAK,
  ROWS_HEAD,
};

typedef enum
{
  MOOD_BUSY,
  MOOD_WHOLE,
  MOOD_BROKEN,
} Mood;

static void
show (DdiAuditCheck *self, Mood mood, const char *text)
{
  static const char *const icons[] = { NULL, "object-select-symbolic", "dialog-warning-symbolic" };

  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->spinner, mood == MOOD_BUSY);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), mood == MOOD_BUSY);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icons[mood]);
  gtk_widget_set_visible (self->icon, mood != MOOD_BUSY);
  gtk_widget_set_visible (self->copy_button, self->head != NULL);
  gtk_widget_remove_css_class (self->banner, "whole");
  gtk_widget_remove_css_class (self->banner, "broken");
  if (mood != MOOD_BUSY)
    gtk_widget_add_css_class (self->banner, mood == MOOD_WHOLE ? "whole" : "broken");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static char *
describe_break (DdiRows *rows)
{
  const char *problem = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "problem"));
  g_autofree char *entry = ddi_format_int (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "entry")));

  if (g_str_equal (problem, "altered"))
    return g_strdup_printf (_ ("The log breaks at entry %s: it was altered after it had been sealed."),
                            entry);
  if (g_str_equal (problem, "removed"))
    return g_strdup_printf (_ ("The log breaks at entry %s: one was removed."), entry);
  if (g_str_equal (problem, "inserted"))
    return g_strdup_printf (_ ("The log breaks at entry %s: it was inserted afterwards."), entry);
  if (g_str_equal (problem, "checkpoint"))
    return g_strdup_printf (_ ("The log breaks at entry %s: the checkpoint’s signature is wrong."), entry);
  return g_strdup_printf (_ ("The log breaks after entry %s: the end was cut off."), entry);
}

static char *
describe_whole (DdiRows *rows)
{
  gint64 n = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "entries"));
  g_autofree char *number = ddi_format_int (n);

  return g_strdup_printf (ngettext ("The log is whole: %s entry, head %s",
                                    "The log is whole: %s entries, head %s", (gulong)n),
                          number, ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "hash")));
}

static void
take (DdiAuditCheck *self, GPtrArray *results)
{
  DdiRows *broken = results->pdata[ROWS_BREAK], *head = results->pdata[ROWS_HEAD];
  g_autofree char *text = NULL;

  if (ddi_rows_get_n (broken) > 0)
    text = describe_break (broken);
  else
    {
      self->head = g_strdup (ddi_rows_get_text (head, 0, ddi_rows_column (head, "hash")));
      text = describe_whole (head);
    }
  show (self, self->head ? MOOD_WHOLE : MOOD_BROKEN, text);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiAuditCheck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (results)
    take (self, results);
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("The log could not be verified: %s"), error->message);

      show (self, MOOD_BROKEN, text);
    }
  g_signal_emit (self, signals[ENDED], 0);
}

static void seal (DdiAuditCheck *self, DdiDatabase *database);

/* In a transaction of its own, since sealing has to begin one. */
static void
sealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiAuditCheck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiUnit *unit;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;
  if (results && ddi_rows_get_boolean (results->pdata[0], 0, 0))
    {
      seal (self, DDI_DATABASE (source));
      return;
    }
  /* What cannot be sealed now can be verified up to there, or tells why it cannot. */
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_set_statement_timeout (unit, 30 * 60 * 1000);
  ddi_unit_add (unit, "audit/verify", NULL);
  ddi_unit_add (unit, "audit/head", NULL);
  ddi_database_run_async (DDI_DATABASE (source), unit, self->cancellable, verified_cb, g_object_ref (self));
}

static void
seal (DdiAuditCheck *self, DdiDatabase *database)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "audit/seal", NULL);
  ddi_database_run_async (database, unit, self->cancellable, sealed_cb, g_object_ref (self));
}

static void
stop (DdiAuditCheck *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
ddi_audit_check_run (DdiAuditCheck *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_AUDIT_CHECK (self));

  if (self->cancellable)
    return;
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->head, g_free);
  show (self, MOOD_BUSY, _ ("Verifying the log…"));
  seal (self, ddi_session_get_database (session));
}

const char *
ddi_audit_check_get_text (DdiAuditCheck *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_CHECK (self), NULL);

  if (self->cancellable || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return NULL;
  return gtk_label_get_label (GTK_LABEL (self->label));
}

static void
copy_cb (DdiAuditCheck *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->head);
}

static void
close_cb (DdiAuditCheck *self)
{
  stop (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
ddi_audit_check_dispose (GObject *object)
{
  stop (DDI_AUDIT_CHECK (object));
  G_OBJECT_CLASS (ddi_audit_check_parent_class)->dispose (object);
}

static void
ddi_audit_check_finalize (GObject *object)
{
  g_free (DDI_AUDIT_CHECK (object)->head);
  G_OBJECT_CLASS (ddi_audit_check_parent_class)->finalize (object);
}

static void
ddi_audit_check_class_init (DdiAuditCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_audit_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_audit_check_finalize;
  signals[ENDED] =
      g_signal_new ("ended", DDI_TYPE_AUDIT_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/audit/ddi-audit-check.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiAuditCheck, banner);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditCheck, spinner);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditCheck, icon);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditCheck, label);
  gtk_widget_class_bind_template_child (widget_class, DdiAuditCheck, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
ddi_audit_check_init (DdiAuditCheck *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ddi_audit_check_new (void)
{
  return g_object_new (DDI_TYPE_AUDIT_CHECK, NULL);
}
