/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What becomes of the goals of some shops from a day on. A goal is written as waste-analysis/set-goals has it: "0.150",
 * "" where the own goal ends, "-" where nothing stands at that day. */
typedef struct _DdiGoalChange DdiGoalChange;

DdiGoalChange *ddi_goal_change_new (DdiDay from);
void ddi_goal_change_free (DdiGoalChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiGoalChange, ddi_goal_change_free)

void ddi_goal_change_add (DdiGoalChange *self, int store_id, const char *seen, const char *goal);
guint ddi_goal_change_get_n (const DdiGoalChange *self);
/* "Goals of 3 shops set". (transfer full) */
char *ddi_goal_change_dup_title (const DdiGoalChange *self);
/* Adds its statement to the unit; refused where somebody has set one of the goals meanwhile. */
void ddi_goal_change_write (const DdiGoalChange *self, DdiUnit *unit);
/* After it was written: the toast that takes it back. Takes @self. */
void ddi_goal_change_offer_undo (DdiGoalChange *self, DdiWindow *window);

G_END_DECLS
