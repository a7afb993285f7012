/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* This test program's own folder in the temporary directory, which a server account may pass
 * (0711). However the program ends, even by an abort or kill -9, its guard (a shell that waits for
 * the program's end of a pipe to close) stops the servers in it and removes it. */
const char *ddi_test_directory_get (void);

/* A path in it that nothing has yet. (transfer full) */
char *ddi_test_directory_new_path (const char *prefix);

/* Runs a program and fails the test where it fails; ends with NULL. */
void ddi_test_run (const char *program, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
