/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/waste/ddi-waste-page.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-window.h"
#include "pages/waste/ddi-goals-dialog.h"
#include "pages/waste/ddi-waste-view.h"

struct _DdiWastePage
{
  DdiRecordsPage parent_instance;

  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (DdiWastePage, ddi_waste_page, DDI_TYPE_RECORDS_PAGE)

static const DdiColumnInfo columns[] = {
  { "date", N_ ("Day"), DDI_CELL_DAY, "date" },
  { "store_name", N_ ("Shop"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE },
  { "product_name", N_ ("Product"), DDI_CELL_TEXT, "product", .expand = TRUE },
  { "quantity", N_ ("Thrown away"), DDI_CELL_INT, "quantity" },
  { "cost", N_ ("Cost"), DDI_CELL_MONEY, .wide_only = TRUE },
  { "reason", N_ ("Reason"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE, .from = 800 },
  { NULL },
};

static void
analysed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  DdiWasteAnalysis *analysis = ddi_waste_analysis_finish (result, &error);
  DdiWastePage *self = ddi_load_get_page (load);

  if (self && analysis == NULL)
    {
      ddi_waste_view_clear (DDI_WASTE_VIEW (self->view));
      ddi_load_miss (load, error);
    }
  else if (self)
    ddi_waste_view_set_analysis (DDI_WASTE_VIEW (self->view), analysis,
                                 ddi_session_get_currency (ddi_page_get_session (DDI_PAGE (self))));
  else if (analysis)
    ddi_waste_analysis_free (analysis);
}

static void
ddi_waste_page_load (DdiPage *page, DdiLoad *load)
{
  const DdiFilter *filter = ddi_load_get_filter (load);

  DDI_PAGE_CLASS (ddi_waste_page_parent_class)->load (page, load);
  ddi_waste_analysis_async (ddi_load_get_database (load), filter->store_id, filter->first, filter->last,
                            ddi_load_get_cancellable (load), analysed_cb, ddi_load_ref (load));
}

static void
saved_cb (DdiGoalsDialog *dialog, DdiGoalChange *change, DdiWastePage *self)
{
  ddi_goal_change_offer_undo (change, ddi_window_of (GTK_WIDGET (self)));
  ddi_session_changed (ddi_page_get_session (DDI_PAGE (self)), DDI_DATA_WASTE);
}

/* From the last of the days in view, so that the goal is seen beside them. */
static void
goals_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiWastePage *self = user_data;
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiGoalsDialog *dialog;
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  dialog = ddi_goals_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))), session,
                                 MIN (filter.last, ddi_session_get_today (session, 0)));
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
ddi_waste_page_make_view (DdiRecordsPage *page)
{
  return DDI_WASTE_PAGE (page)->view = ddi_waste_view_new ();
}

static void
ddi_waste_page_class_init (DdiWastePageClass *klass)
{
  DdiRecordsPageClass *records_class = DDI_RECORDS_PAGE_CLASS (klass);

  DDI_PAGE_CLASS (klass)->load = ddi_waste_page_load;
  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_WASTE | DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  records_class->kind = DDI_RECORD_WASTE;
  records_class->data = DDI_DATA_WASTE;
  records_class->columns = columns;
  records_class->empty_title = N_ ("Nothing Thrown Away on These Days");
  records_class->empty_text = N_ ("What each shop threw away, and why, will be here.");
  records_class->file_name = "waste";
  records_class->has_money = TRUE;
  records_class->make_view = ddi_waste_page_make_view;
  records_class->view_title = N_ ("Analysis");
}

static void
ddi_waste_page_init (DdiWastePage *self)
{
  static const GActionEntry actions[] = { { "goals", goals_cb, NULL, NULL, NULL, { 0 } } };

  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
}
