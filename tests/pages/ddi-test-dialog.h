/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What tests of forms do as a person would. A dialog's children are called as its template names them. */

/* Activates an action of the window or its page, "page.add". */
void ddi_test_activate (DdiWindow *window, const char *action);
/* The dialog of this type that is open, or NULL. (transfer none) */
GtkWidget *ddi_test_dialog_find (GType type);
/* A DdiTestCondition: @user_data is a GType *. */
gboolean ddi_test_dialog_is_closed (gpointer user_data);
void ddi_test_dialog_type (GtkWidget *dialog, GType dialog_type, const char *child, const char *text);
GtkWidget *ddi_test_dialog_save_button (GtkWidget *dialog, GType dialog_type);
/* Presses Save, which must be possible. */
void ddi_test_dialog_save (GtkWidget *dialog, GType dialog_type);

G_END_DECLS
