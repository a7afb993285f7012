/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-page-private.h"

struct _DdiLoad
{
  int ref_count;
  DdiPage *page; /* weak */
  DdiSession *session;
  DdiFilter filter;
  GCancellable *cancellable;
  gboolean quiet;
  gboolean failed;
};

G_DEFINE_BOXED_TYPE (DdiLoad, ddi_load, ddi_load_ref, ddi_load_unref)

DdiLoad *
ddi_load_new (DdiPage *page, DdiSession *session, gboolean quiet)
{
  DdiLoad *self = g_new0 (DdiLoad, 1);

  self->ref_count = 1;
  g_set_weak_pointer (&self->page, page);
  self->session = g_object_ref (session);
  self->cancellable = g_cancellable_new ();
  self->quiet = quiet;
  ddi_session_get_filter (session, &self->filter);
  return self;
}

void
ddi_load_retire (DdiLoad *self)
{
  g_clear_weak_pointer (&self->page);
  g_cancellable_cancel (self->cancellable);
}

DdiLoad *
ddi_load_ref (DdiLoad *self)
{
  self->ref_count++;
  return self;
}

void
ddi_load_unref (DdiLoad *self)
{
  if (--self->ref_count > 0)
    return;
  g_clear_weak_pointer (&self->page);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_free (self);
}

gboolean
ddi_load_is_quiet (DdiLoad *self)
{
  return self->quiet;
}

gpointer
ddi_load_get_page (DdiLoad *self)
{
  return self->page;
}

const DdiFilter *
ddi_load_get_filter (DdiLoad *self)
{
  return &self->filter;
}

GCancellable *
ddi_load_get_cancellable (DdiLoad *self)
{
  return self->cancellable;
}

DdiDatabase *
ddi_load_get_database (DdiLoad *self)
{
  return ddi_session_get_database (self->session);
}

void
ddi_load_done (DdiLoad *self, DdiPageState state)
{
  g_return_if_fail (state == DDI_PAGE_CONTENT || state == DDI_PAGE_EMPTY);

  if (self->page && !self->failed)
    ddi_page_settle (self->page, state, NULL);
}

void
ddi_load_fail (DdiLoad *self, const GError *error)
{
  gboolean offline;

  if (self->page == NULL || self->failed || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->failed = TRUE;
  offline = g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE);
  ddi_page_settle (self->page, offline ? DDI_PAGE_OFFLINE : DDI_PAGE_ERROR, error);
}
