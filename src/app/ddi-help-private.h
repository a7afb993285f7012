/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-help.h"

G_BEGIN_DECLS

/* What is said of the database, in ddi-help-database.c. Each ends with a NULL text. */
extern const DdiHelpBlock ddi_help_moment[];
extern const DdiHelpBlock ddi_help_archive[];
extern const DdiHelpBlock ddi_help_moving[];
extern const DdiHelpBlock ddi_help_hosts[];
extern const DdiHelpBlock ddi_help_columns[];

G_END_DECLS
