/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/ddi-session.h"
#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Keeps what is typed into a form while it is open, so that it comes back after a crash. */

typedef struct
{
  const char *key;   /* which form: "product/12", "product/new" */
  const char *page;  /* id of the page that opens it */
  const char *place; /* where on the page it is opened from, for DdiPageClass.go_to; NULL: just there */
} DdiFormPlace;

/* @form is a window made from a template; its fields are the template's children that hold text, a choice, a switch,
 * days or weekdays. Call it once the form is filled. What was kept of that form is put back and its title says so;
 * from then on changes are kept, until the form emits "saved" or the user closes it. Without a place to keep things
 * it does nothing. */
void ddi_form_draft_attach (GtkWindow *form, DdiSession *session, const DdiFormPlace *place);

/* Gives a field that the template does not know, such as a cell, the name by which it is kept. */
void ddi_form_draft_name_field (GtkWidget *field, const char *name);

/* What was typed has gone its way though the form does not emit "saved": nothing of it is kept as unfinished. */
void ddi_form_draft_done (GtkWindow *form);

/* Says which forms were left unfinished, the newest first, each with a button that leads to where it is opened. */
void ddi_form_draft_tell (DdiWindow *window);

G_END_DECLS
