/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cluster/ddi-cluster.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Homes for tests: copies of a template that is made once a build directory (DDI_TEST_CACHE) and
 * whenever the migrations change, so that a test waits for neither initdb nor migrations. Their
 * servers do not fsync. All are removed when the program ends; closing them is good manners. */

/* A home that is initialised, without our roles and database. Not open. (transfer full) */
char *ddi_test_cluster_new_path (void);
DdiCluster *ddi_test_cluster_new (void);

/* A home whose database is current and empty but for the local user. Not open. (transfer full) */
char *ddi_test_home_new_path (void);
DdiHome *ddi_test_home_new (void);
DdiHome *ddi_test_home_open (const char *path);

/* Runs SQL through psql as ddi_owner (or with @superuser as postgres) and returns what it prints,
 * unaligned, without its final newline. An error fails the test. (transfer full) */
char *ddi_test_home_psql (DdiHome *home, gboolean superuser, const char *sql);

G_END_DECLS
