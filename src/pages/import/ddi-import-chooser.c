/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-chooser.h"

#include <glib/gi18n-lib.h>

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *suffixes; suffixes++)
    gtk_file_filter_add_suffix (filter, *suffixes);
  gtk_file_chooser_add_filter (chooser, filter);
}

GtkFileChooserNative *
ddi_import_chooser_new (GtkWindow *parent)
{
  static const char *const all[] = { "xlsx", "csv", "ics", NULL };
  static const char *const sheets[] = { "xlsx", NULL };
  static const char *const tables[] = { "csv", NULL };
  static const char *const calendars[] = { "ics", NULL };
  GtkFileChooserNative *self = gtk_file_chooser_native_new (_ ("Choose Files"), parent,
                                                            GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self);

  gtk_file_chooser_set_select_multiple (chooser, TRUE);
  add_filter (chooser, _ ("Sheets and tables"), all);
  add_filter (chooser, _ ("Throw-away sheets (.xlsx)"), sheets);
  add_filter (chooser, _ ("Tables (.csv)"), tables);
  add_filter (chooser, _ ("Calendars (.ics)"), calendars);
  return self;
}
