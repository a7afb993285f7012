/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "cluster/ddi-server-binaries.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-template.h"

/* The kernel keeps what a killed process has written, so nothing is lost by these short of a power cut. */
static const char settings[] = "fsync = off\nfull_page_writes = off\n";

static void
make_cluster (const char *home)
{
  g_autofree char *path = g_build_filename (home, "settings.conf", NULL);
  g_autoptr (DdiCluster) cluster = NULL;
  g_autoptr (GError) error = NULL;

  cluster = ddi_cluster_open (home, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_cluster_close (cluster, &error));
  g_assert_no_error (error);
  g_file_set_contents_full (path, settings, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}

char *
ddi_test_cluster_make_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerBinaries) binaries = ddi_server_binaries_find (0, "", &error);
  char *key;

  g_assert_no_error (error);
  key = g_strdup_printf ("%d-%x", binaries->major, g_str_hash (settings));
  return key;
}

char *
ddi_test_cluster_new_path (void)
{
  g_autofree char *key = ddi_test_cluster_make_key ();

  return ddi_test_template_copy ("cluster", key, make_cluster);
}

DdiCluster *
ddi_test_cluster_new (void)
{
  g_autofree char *path = ddi_test_cluster_new_path ();
  g_autoptr (GError) error = NULL;
  DdiCluster *cluster = ddi_cluster_open (path, NULL, &error);

  g_assert_no_error (error);
  return cluster;
}
