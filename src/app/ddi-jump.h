/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_JUMP_PAGE,
  DDI_JUMP_STORE,
  DDI_JUMP_PRODUCT,
} DdiJumpKind;

/* A place that one can jump to by its name. */
typedef struct
{
  DdiJumpKind kind;
  char *name;
  const char *page; /* of a page: its id; static */
  int id;           /* of a shop or product */
} DdiJump;

void ddi_jump_free (DdiJump *self);

/* The pages, shops and products whose names contain every word of @text, whatever the case and accents; those
 * that begin with it first, then pages before shops before products. At most @most; an empty text finds the
 * pages. (element-type DdiJump) (transfer full) */
GPtrArray *ddi_jump_find (const DdiPageInfo *pages, DdiSession *session, const char *text, guint most);

/* Opens the page; sets the filter to the shop; shows the product in its list. */
void ddi_jump_follow (const DdiJump *self, DdiWindow *window);

G_END_DECLS
