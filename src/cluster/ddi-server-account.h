/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The operating-system account that the server runs as and that owns the home. It is our own, except
 * for root, whom PostgreSQL refuses: then it is the owner of the data directory, or "postgres". */
typedef struct
{
  uid_t uid;
  gid_t gid;
  char *name;
  char *own_name; /* the account this program runs as */
  gid_t *groups;  /* of the account, for setgroups() */
  int n_groups;
  gboolean change; /* we are root: become the account in the child */
} DdiServerAccount;

/* @data_dir need not exist. */
DdiServerAccount *ddi_server_account_new (const char *data_dir, GError **error);
void ddi_server_account_free (DdiServerAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiServerAccount, ddi_server_account_free)

/* A GSpawnChildSetupFunc: a session of its own (so that neither a terminal's hang-up nor Ctrl+C
 * reaches the server), then the account. Only async-signal-safe calls. */
void ddi_server_account_child_setup (gpointer self);

/* Gives @path to the account; does nothing unless we are root. */
gboolean ddi_server_account_own (DdiServerAccount *self, const char *path, GError **error);

/* Whether the account can pass every folder above @path; DDI_CLUSTER_ERROR_ACCESS names the first
 * that it cannot. */
gboolean ddi_server_account_reaches (DdiServerAccount *self, const char *path, GError **error);

G_END_DECLS
