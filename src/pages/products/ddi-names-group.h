/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The other names of a product in a form: a row each with a button that removes it, and one to add.
 *
 * Signals: "changed" (); "activated" (): Enter where nothing is to be added. */
#define DDI_TYPE_NAMES_GROUP (ddi_names_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiNamesGroup, ddi_names_group, DDI, NAMES_GROUP, AdwPreferencesGroup)

void ddi_names_group_set_names (DdiNamesGroup *self, const char *const *names);
/* With what is typed and not added yet; in their order, without blanks around them. (transfer full) */
char **ddi_names_group_dup_names (DdiNamesGroup *self);
/* For tests. (transfer none) */
GtkWidget *ddi_names_group_get_entry (DdiNamesGroup *self);
GtkWidget *ddi_names_group_get_remove_button (DdiNamesGroup *self, const char *name);

G_END_DECLS
