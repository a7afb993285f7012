/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-page.h"

#include <glib/gi18n-lib.h>

#include "pages/overview/ddi-figure-card.h"
#include "pages/overview/ddi-overview-view.h"

struct _DdiOverviewPage
{
  DdiPage parent_instance;

  GtkWidget *view;
  DdiDay today; /* as the load in flight sees it */
  /* The range before the first drag on a chart; what a double click goes back to. */
  gboolean zoomed;
  DdiDay whole_first, whole_last;
};

G_DEFINE_FINAL_TYPE (DdiOverviewPage, ddi_overview_page, DDI_TYPE_PAGE)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiOverviewPage *self = ddi_load_get_page (load);
  g_autoptr (DdiOverview) overview = NULL;

  if (self == NULL)
    return;
  if (results == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  overview = ddi_overview_new (ddi_load_get_filter (load), self->today,
                               ddi_session_get_currency (ddi_page_get_session (DDI_PAGE (self))), results);
  if (ddi_overview_is_empty (overview))
    {
      ddi_load_done (load, DDI_PAGE_EMPTY);
      return;
    }
  ddi_overview_view_show (DDI_OVERVIEW_VIEW (self->view), g_steal_pointer (&overview),
                          ddi_session_get_generate_run (ddi_page_get_session (DDI_PAGE (self))));
  ddi_load_done (load, DDI_PAGE_CONTENT);
}

static void
ddi_overview_page_load (DdiPage *page, DdiLoad *load)
{
  DdiOverviewPage *self = DDI_OVERVIEW_PAGE (page);
  const DdiFilter *filter = ddi_load_get_filter (load);

  self->today = ddi_session_get_today (ddi_page_get_session (page), filter->store_id);
  ddi_database_run_async (ddi_load_get_database (load), ddi_overview_unit (filter, self->today),
                          ddi_load_get_cancellable (load), loaded_cb, ddi_load_ref (load));
}

static void
range_selected_cb (DdiOverviewPage *self, int first, int last)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  if (!self->zoomed)
    {
      self->whole_first = filter.first;
      self->whole_last = filter.last;
      self->zoomed = TRUE;
    }
  filter.first = first;
  filter.last = last;
  ddi_session_set_filter (session, &filter);
}

static void
range_reset_cb (DdiOverviewPage *self)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiFilter filter;

  if (!self->zoomed)
    return;
  self->zoomed = FALSE;
  ddi_session_get_filter (session, &filter);
  filter.first = self->whole_first;
  filter.last = self->whole_last;
  ddi_session_set_filter (session, &filter);
}

static void
ddi_overview_page_class_init (DdiOverviewPageClass *klass)
{
  g_type_ensure (DDI_TYPE_FIGURE_CARD);
  g_type_ensure (DDI_TYPE_OVERVIEW_VIEW);
  DDI_PAGE_CLASS (klass)->load = ddi_overview_page_load;
}

static void
ddi_overview_page_init (DdiOverviewPage *self)
{
  self->view = ddi_overview_view_new ();
  g_signal_connect_object (self->view, "range-selected", G_CALLBACK (range_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "range-reset", G_CALLBACK (range_reset_cb), self, G_CONNECT_SWAPPED);
  ddi_page_set_content (DDI_PAGE (self), self->view);
  ddi_page_set_empty (DDI_PAGE (self), _ ("No Figures Yet"),
                      _ ("Import the shops' throw-away sheets to see today's work and how the weeks went."),
                      _ ("_Import…"), "win.import");
}
