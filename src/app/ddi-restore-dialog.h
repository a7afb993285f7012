/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "auth/ddi-secret.h"
#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* Called where the person agrees. */
typedef void (*DdiRestoreAgreed) (GtkWidget *widget, gpointer user_data);

/* Shows over @widget's window what a restore would change, and asks once. @user_data is freed in any case. */
void ddi_restore_dialog_ask (GtkWidget *widget, const DdiRestorePlan *plan, DdiRestoreAgreed agreed,
                             gpointer user_data, GDestroyNotify free_data);
/* The same, of a backup of everything with one more answer: one table of it is to be restored. */
void ddi_restore_dialog_ask_or_table (GtkWidget *widget, const DdiRestorePlan *plan, DdiRestoreAgreed agreed,
                                      DdiRestoreAgreed one_table, gpointer user_data,
                                      GDestroyNotify free_data);

/* Called with what was typed. */
typedef void (*DdiPassphraseGiven) (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data);
void ddi_restore_dialog_ask_passphrase (GtkWidget *widget, DdiPassphraseGiven given, gpointer user_data,
                                        GDestroyNotify free_data);

G_END_DECLS
