/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Which data was open last. */
typedef enum
{
  DDI_HOME_KIND_NONE, /* nothing was chosen yet: ask */
  DDI_HOME_KIND_OWN,
  DDI_HOME_KIND_DEMO,
  DDI_HOME_KIND_SERVER,
} DdiHomeKind;

/* The desktop's settings, or NULL where the schema is not installed: then nothing is remembered.
 * (transfer full) */
GSettings *ddi_preferences_open (void);

/* @settings may be NULL in all of these. */
DdiHomeKind ddi_preferences_get_home (GSettings *settings);
/* (transfer full) (nullable) */
char *ddi_preferences_dup_connection (GSettings *settings);
/* A password in @connection is not written. @connection is NULL unless @kind is the server's. */
void ddi_preferences_set_home (GSettings *settings, DdiHomeKind kind, const char *connection);

/* Weeks begin as the setting "week-start" says from now on, and what the windows of @application show is read anew
 * after it has changed. */
void ddi_preferences_follow_week (GSettings *settings, GtkApplication *application);

/* The connection string with the password taken out, URI or key=value. (transfer full) */
char *ddi_preferences_strip_password (const char *connection);

G_END_DECLS
