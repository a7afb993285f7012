/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-activity.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "core/ddi-program.h"

#define INDENT 18
#define DEEPEST 6
/* Seconds after which a transaction keeps others waiting, or the vacuum from its work. */
#define LONG 60
/* Characters of a statement; the rest of it is in the tooltip. */
#define EXCERPT 90

struct _DdiDatabaseActivity
{
  DdiDatabasePart parent_instance;

  GtkWidget *summary;
  GtkWidget *sessions;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseActivity, ddi_database_activity, DDI_TYPE_DATABASE_PART)

/* What is to end, and why. */
typedef struct
{
  int pid;
  gboolean terminate;
  char *reason;
  GtkWidget *entry; /* where the reason is written, while it is asked for */
} Ending;

static void
ending_free (gpointer data)
{
  Ending *self = data;

  g_clear_object (&self->entry);
  g_free (self->reason);
  g_free (self);
}

static gpointer
end (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ending *self = data;

  ddi_maintenance_end_session (maintenance, self->pid, self->terminate, self->reason, cancellable, error);
  return NULL;
}

static void
end_confirmed (DdiDatabasePart *part, gpointer data)
{
  const Ending *asked = data;
  Ending *ending = g_new0 (Ending, 1);
  const DdiMaintenanceJob job = { end, ending, ending_free, NULL };

  ending->pid = asked->pid;
  ending->terminate = asked->terminate;
  ending->reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (asked->entry)));
  ddi_database_part_run (part, &job, asked->terminate ? _ ("The session was ended") : _ ("It was cancelled"),
                         NULL);
}

static GtkWidget *
make_reason (void)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Reason, for the audit log"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason, for the audit log"), -1);
  return entry;
}

static void
end_cb (GtkWidget *button, gpointer user_data)
{
  gboolean terminate = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "terminate"));
  const char *who = g_object_get_data (G_OBJECT (button), "who");
  Ending *ending = g_new0 (Ending, 1);
  g_autofree char *body =
      g_strdup_printf (terminate ? _ ("%s\n\nIts connection is cut, and what it has not committed is lost.")
                                 : _ ("%s\n\nWhat it does now fails; its connection stays."),
                       who);
  DdiDatabaseQuestion question = { .heading =
                                       terminate ? _ ("End This Session?") : _ ("Cancel What It Does?"),
                                   .body = body,
                                   .button = terminate ? _ ("_End Session") : _ ("Cancel _Statement"),
                                   .extra = make_reason (),
                                   .confirmed = end_confirmed,
                                   .data = ending,
                                   .free_data = ending_free };

  ending->pid = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "pid"));
  ending->terminate = terminate;
  ending->entry = g_object_ref_sink (question.extra);
  ddi_database_part_ask (user_data, &question);
}

static const char *
get_text (DdiRows *rows, guint row, const char *column)
{
  const char *text = ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));

  return text ? text : "–";
}

static gint64
get_int (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_int (rows, row, ddi_rows_column (rows, column));
}

static char *
tell_who (DdiRows *rows, guint row)
{
  g_autofree char *program =
      ddi_program_describe (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "program")));

  return g_strdup_printf ("%s  %s · %s · %s", get_text (rows, row, "pid"), get_text (rows, row, "role"),
                          program, get_text (rows, row, "address"));
}

static char *
excerpt (const char *statement)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (statement, -1) <= EXCERPT)
    return g_strdup (statement);
  start = g_utf8_substring (statement, 0, EXCERPT - 1);
  return g_strconcat (start, "…", NULL);
}

/* The server's words for states are PostgreSQL's own, as its manual has them. */
static char *
tell_what (DdiRows *rows, guint row, const char *statement)
{
  g_autofree char *span = ddi_database_format_span (get_int (rows, row, "seconds"));
  g_autofree char *locks = ddi_format_int (get_int (rows, row, "locks"));
  gint64 n = get_int (rows, row, "blocks");
  g_autofree char *blocks =
      n > 0 ? g_strdup_printf (ngettext (", blocks %d session", ", blocks %d sessions", (gulong)n), (int)n)
            : g_strdup ("");

  return g_strdup_printf (_ ("%s for %s, %s locks%s\n%s"), get_text (rows, row, "state"), span, locks, blocks,
                          statement);
}

static gboolean
is_in_the_way (DdiRows *rows, guint row)
{
  return get_int (rows, row, "blocks") > 0 || get_int (rows, row, "transaction_seconds") > LONG;
}

static void
add_button (DdiDatabaseActivity *self, GtkWidget *row, DdiRows *rows, guint i, gboolean terminate)
{
  GtkWidget *button =
      gtk_button_new_from_icon_name (terminate ? "window-close-symbolic" : "media-playback-stop-symbolic");
  const char *label = terminate ? _ ("End this session") : _ ("Cancel what it does");
  gboolean busy = g_str_equal (get_text (rows, i, "state"), "active");

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_sensitive (button, *get_text (rows, i, "mine") != 't' && (terminate || busy));
  g_object_set_data (G_OBJECT (button), "pid", GINT_TO_POINTER ((int)get_int (rows, i, "pid")));
  g_object_set_data (G_OBJECT (button), "terminate", GINT_TO_POINTER (terminate));
  g_object_set_data_full (G_OBJECT (button), "who", tell_who (rows, i), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (end_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_session (DdiDatabaseActivity *self, DdiRows *rows, const DdiSessionPlace *place)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean warned = is_in_the_way (rows, place->row);
  GtkWidget *image =
      gtk_image_new_from_icon_name (warned ? "dialog-warning-symbolic" : "network-transmit-receive-symbolic");
  g_autofree char *who = tell_who (rows, place->row);
  g_autofree char *start = excerpt (get_text (rows, place->row, "query"));
  g_autofree char *what = tell_what (rows, place->row, start);
  g_autofree char *all = tell_what (rows, place->row, get_text (rows, place->row, "query"));

  if (warned)
    gtk_widget_add_css_class (image, "warning");
  gtk_widget_set_margin_start (image, (int)MIN (place->depth, DEEPEST) * INDENT);
  ddi_database_row_set_texts (row, who, what);
  gtk_widget_set_tooltip_text (row, all);
  g_object_set (row, "title-lines", 0, "subtitle-lines", 0, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  add_button (self, row, rows, place->row, FALSE);
  add_button (self, row, rows, place->row, TRUE);
  gtk_list_box_append (GTK_LIST_BOX (self->sessions), row);
}

static void
show_summary (DdiDatabaseActivity *self, const DdiMaintenanceReport *report)
{
  guint n = ddi_rows_get_n (report->sessions);
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u session; below who blocks stands who waits for it.",
                                 "%u sessions; below who blocks stands who waits for it.", n),
                       n);
  gboolean blind =
      !ddi_rows_get_boolean (report->role, 0, ddi_rows_column (report->role, "reads_statistics"));
  g_autofree char *whole =
      blind ? g_strconcat (
                  text, "\n",
                  _ ("What sessions of other roles do is not shown here: a superuser can allow it with GRANT "
                     "pg_monitor, pg_signal_backend TO ddi_owner."),
                  NULL)
            : g_steal_pointer (&text);

  gtk_label_set_label (GTK_LABEL (self->summary), whole);
}

static void
ddi_database_activity_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseActivity *self = DDI_DATABASE_ACTIVITY (part);
  g_autoptr (GArray) places = ddi_maintenance_order_sessions (report->sessions);

  ddi_database_clear_list (self->sessions);
  for (guint i = 0; i < places->len; i++)
    add_session (self, report->sessions, &g_array_index (places, DdiSessionPlace, i));
  show_summary (self, report);
}

static void
ddi_database_activity_class_init (DdiDatabaseActivityClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_activity_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-activity.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseActivity, summary);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseActivity, sessions);
}

static void
ddi_database_activity_init (DdiDatabaseActivity *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
