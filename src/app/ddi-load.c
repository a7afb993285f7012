/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-window.h"
#include "journal/ddi-journal.h"

struct _DdiLoad
{
  int ref_count;
  DdiPage *page; /* weak */
  DdiSession *session;
  DdiFilter filter;
  GCancellable *cancellable;
};

G_DEFINE_BOXED_TYPE (DdiLoad, ddi_load, ddi_load_ref, ddi_load_unref)

DdiLoad *
ddi_load_new (DdiPage *page, DdiSession *session)
{
  DdiLoad *self = g_new0 (DdiLoad, 1);

  self->ref_count = 1;
  g_set_weak_pointer (&self->page, page);
  self->session = g_object_ref (session);
  self->cancellable = g_cancellable_new ();
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

  if (self->page)
    ddi_page_settle (self->page, state, NULL);
}

void
ddi_load_fail (DdiLoad *self, const GError *error)
{
  gboolean offline;

  if (self->page == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  offline = g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE);
  ddi_page_settle (self->page, offline ? DDI_PAGE_OFFLINE : DDI_PAGE_ERROR, error);
}

void
ddi_load_miss (DdiLoad *self, const GError *error)
{
  DdiWindow *window;
  g_autofree char *text = NULL;

  if (self->page == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ddi_journal_note_error (G_OBJECT_TYPE_NAME (self->page), error);
  ddi_page_outdate (self->page);
  window = ddi_window_of (GTK_WIDGET (self->page));
  /* Without the server the page is not there either, and says why. */
  if (window == NULL || g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE))
    return;
  text = g_strdup_printf (_ ("A part of this page could not be read: %s"), error->message);
  ddi_window_add_toast (window, text);
}
