/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The pages of the help: what they say, without how they look. */
typedef enum
{
  DDI_HELP_TEXT,
  DDI_HELP_HEADING,
  DDI_HELP_STEP,    /* numbered; the count begins anew after anything else */
  DDI_HELP_PICTURE, /* its text is for who does not see it */
  DDI_HELP_LINK,    /* leads to @uri */
} DdiHelpKind;

typedef struct
{
  DdiHelpKind kind;
  const char *text;    /* marked with N_() */
  const char *picture; /* the name of a resource below screenshots/ */
  const char *uri;
} DdiHelpBlock;

typedef struct
{
  const char *id;
  const char *title; /* marked with N_() */
  /* Ids of the window's pages on which F1 means this one, separated by blanks. */
  const char *pages;
  const DdiHelpBlock *blocks; /* ends with a NULL text */
} DdiHelpTopic;

/* Ends with a NULL id. */
extern const DdiHelpTopic ddi_help_topics[];

/* The topic with this id, or NULL. */
const DdiHelpTopic *ddi_help_find (const char *id);
/* The topic of one of the window's pages; the first one where none is about it, and for NULL. */
const DdiHelpTopic *ddi_help_find_for_page (const char *page);
/* Whether each word of @text begins a word of the topic, in the language of the reader; case and accents do not
 * count. */
gboolean ddi_help_matches (const DdiHelpTopic *topic, const char *text);

G_END_DECLS
