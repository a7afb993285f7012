/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @home (a path that nothing has) with what the template is to be and leaves it closed. */
typedef void (*DdiTestTemplateFunc) (const char *home);

/* A new copy of the template @name, which @make makes where there is none for @key yet.
 * (transfer full) */
char *ddi_test_template_copy (const char *name, const char *key, DdiTestTemplateFunc make);

/* Of the template of ddi_test_cluster_new_path(), on which the others stand. (transfer full) */
char *ddi_test_cluster_make_key (void);

G_END_DECLS
