/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The servers that this account has worked with, each of which it can forget, and connection files that tell where one
 * has moved to. Emits "chosen" with an address. With its property "choosing" FALSE none is chosen here and no file taken.
 * That one was forgotten, and can be had back, a toast says: of the window, or of the toast overlay around. */
#define DDI_TYPE_KNOWN_SERVERS (ddi_known_servers_get_type ())
G_DECLARE_FINAL_TYPE (DdiKnownServers, ddi_known_servers, DDI, KNOWN_SERVERS, AdwBin)

/* As if this file had been chosen: shows what would change, or why not. */
void ddi_known_servers_take (DdiKnownServers *self, const char *path);

G_END_DECLS
