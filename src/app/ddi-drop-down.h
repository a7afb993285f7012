/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes Return in the list of a GtkDropDown choose the item that has the focus. GTK itself takes the one that is
 * selected, and what the focus only came to is not: the first item while nothing is chosen, or what was searched for. */
void ddi_drop_down_choose_focused (GtkWidget *drop_down);

/* Offers @none, which stands for nothing and is what is selected first, and then the items of @model. A newer GTK always
 * has an item selected, and ignores it when none is to be. */
void ddi_drop_down_set_model_or_none (GtkWidget *drop_down, gpointer none, GListModel *model);

G_END_DECLS
