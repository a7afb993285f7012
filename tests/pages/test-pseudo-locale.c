/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page in a language of accents and brackets, two fifths longer than English (tests/tools/pseudo-locale.py):
 * words without accents were never given to a translator, and a button or a column's title that does not fit now
 * does not fit in German or Spanish. */
#include <pango/pango.h>

#include "app/ddi-test-tour.h"
#include "app/ddi-test-window.h"
#include "core/ddi-locale.h"
#include "pages/ddi-pages.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

/* "page: what is wrong with it": each once. */
static GHashTable *found;
static const DdiPageInfo *visited;
static guint n_labels;

/* Labels that do not fit, of one look at a window. */
static guint n_clipped;
static gboolean settled;

/* What stays as it is in every language, or comes from the C library and the server. */
static const char kept[] =
    "\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(day|sday|nesday|rsday|urday)?\\b"
    "|\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\b"
    "|[\\w.-]+@[\\w.-]+|\\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\\b|[0-9a-f]{12,}"
    "|\\b(USD|PDF|CSV|XLSX|SQL|WAPE|UTC|Ctrl|Shift|Alt)\\b"
    /* The user of a home of one's own, and the programs, as the log names them; the toolkit's drop-down and toast. */
    "|This computer|\\bdunkin-demand\\b|\\bpsql\\b|^\\(None\\)$|^Dismiss$"
    /* PostgreSQL's own names: its version, tables, indexes and accounts; our migrations and queries. */
    "|PostgreSQL [\\w.+() -]+|· local\\b"
    /* What a session does, in the server's words; what the log holds of an explanation. */
    "|\\b(active|idle) .*\\n(.|\\n)*|^\\{\".*\\}$|^CREATE (UNIQUE )?INDEX .*$"
    "|\\b[a-z]+([._][a-z]+)+\\b|\\b[0-9]{4}(-[a-z]+)+\\b|\\b[a-z]+/[a-z]+(-[a-z]+)*\\b";

static void
complain (const char *what, const char *text)
{
  g_autofree char *complaint = g_strdup_printf ("%s: %s: %s", visited->id, what, text);

  if (g_hash_table_add (found, g_strdup (complaint)))
    g_test_message ("%s", complaint);
}

static void
check_text (const char *text)
{
  g_autoptr (GRegex) names = g_regex_new (kept, G_REGEX_OPTIMIZE, 0, NULL);
  g_autofree char *rest = NULL;

  /* Tables have such names there. */
  if (text == NULL ||
      (g_str_equal (visited->id, "database") && g_regex_match_simple ("^[a-z]+$", text, 0, 0)))
    return;
  rest = g_regex_replace_literal (names, text, -1, 0, "", 0, NULL);
  if (g_regex_match_simple ("[A-Za-z]{3}", rest, 0, 0))
    complain ("not translated", text);
}

/* Where there is no second line: buttons, switchers, the header bar, the columns' titles. */
static gboolean
is_tight (GtkWidget *label)
{
  for (GtkWidget *above = gtk_widget_get_parent (label); above; above = gtk_widget_get_parent (above))
    if (GTK_IS_BUTTON (above) || ADW_IS_HEADER_BAR (above) ||
        g_str_equal (G_OBJECT_TYPE_NAME (above), "GtkColumnViewTitle"))
      return TRUE;
  return FALSE;
}

/* A label says so itself where it cuts its end off; one that may not is drawn over its edge. */
static void
check_room (GtkWidget *label)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout) || width > gtk_widget_get_width (label) ||
      height > gtk_widget_get_height (label))
    {
      n_clipped++;
      if (settled)
        complain ("clipped", gtk_label_get_text (GTK_LABEL (label)));
    }
}

static void
check_widget_cb (GtkWidget *widget, gpointer user_data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  check_text (gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_TEXT (widget))
    check_text (gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  if (!GTK_IS_LABEL (widget))
    return;
  n_labels++;
  check_text (gtk_label_get_text (GTK_LABEL (widget)));
  if (is_tight (widget))
    check_room (widget);
}

static void
visit_cb (GtkWidget *root, gpointer user_data)
{
  n_clipped = 0;
  settled = FALSE;
  g_object_ref (root);
  ddi_test_tour_walk (root, check_widget_cb, NULL);
  /* What was opened a moment ago may not have its last size. */
  for (int i = 0; i < 10 && n_clipped > 0 && !settled; i++)
    {
      ddi_test_settle ();
      n_clipped = 0;
      settled = i == 9;
      ddi_test_tour_walk (root, check_widget_cb, NULL);
    }
  g_object_unref (root);
}

static void
test_page (gconstpointer user_data)
{
  DdiWindow *window = ddi_test_window_new (session);

  visited = user_data;
  n_labels = 0;
  g_hash_table_remove_all (found);
  ddi_test_tour_use (window, visited, visit_cb, NULL);
  g_assert_cmpuint (n_labels, >, 20);
  ddi_test_window_close (window);
  if (g_hash_table_size (found) > 0)
    g_test_fail_printf ("%s: %u texts are wrong", visited->id, g_hash_table_size (found));
}

int
main (int argc, char **argv)
{
  int status;

  /* Not for what is started later: the server speaks as ever. */
  g_autofree char *usual = g_strdup (g_getenv ("LC_ALL"));

  g_setenv ("LOCPATH", g_getenv ("DDI_LOCALEDIR"), TRUE);
  g_setenv ("LC_ALL", "xx.UTF-8", TRUE);
  ddi_locale_init ();
  ddi_test_ui_init (&argc, &argv);
  /* The log has words for the program, and for a test none. */
  g_set_prgname ("dunkin-demand");
  g_unsetenv ("LOCPATH");
  g_setenv ("LC_ALL", usual ? usual : "C.UTF-8", TRUE);
  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  home = ddi_test_home_new ();
  ddi_test_tour_fill (home, "ñ");
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_from_ymd (2026, 11, 24));

  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      g_autofree char *path = g_strconcat ("/pseudo-locale/", info->id, NULL);

      g_test_add_data_func (path, info, test_page);
    }
  status = g_test_run ();
  g_hash_table_unref (found);
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
