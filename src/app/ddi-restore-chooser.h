/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* Called with the backup that was chosen; @passphrase is NULL where it is not encrypted. */
typedef void (*DdiRestoreChosen) (const char *path, DdiSecret *passphrase, gpointer user_data);

/* Lets a backup be chosen for the home @data_dir, asks for its passphrase, and, where there are data already, whether
 * it may take their place. In a sandbox its folder is asked for, and then which one: of a file that is chosen there,
 * the program sees only that file, and not what is known of it, which lies beside it. @user_data must outlive
 * @widget. */
void ddi_restore_chooser_ask (GtkWidget *widget, const char *data_dir, DdiRestoreChosen chosen,
                              gpointer user_data);
/* The same for a file or a folder that is known. */
void ddi_restore_chooser_take (GtkWidget *widget, const char *data_dir, const char *path,
                               DdiRestoreChosen chosen, gpointer user_data);

G_END_DECLS
