/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/xmlreader.h>

#include "exchange/ddi-zip-part.h"

G_BEGIN_DECLS

/* Pulls XML out of a part of an archive: nothing is fetched, no entity is loaded, and a document type
 * is refused at once (no sheet has one; attacks do). */
typedef struct _DdiXmlPart DdiXmlPart;

/* NULL without an error: the archive has no such part. */
DdiXmlPart *ddi_xml_part_open (GBytes *archive, const char *path, GError **error);
void ddi_xml_part_close (DdiXmlPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiXmlPart, ddi_xml_part_close)

/* Goes to the next node. FALSE at the end or with @error set. */
gboolean ddi_xml_part_next (DdiXmlPart *self, GError **error);

/* Of the current node: whether it opens or closes the element @name, in any namespace. */
gboolean ddi_xml_part_opens (DdiXmlPart *self, const char *name);
gboolean ddi_xml_part_closes (DdiXmlPart *self, const char *name);
/* Its text, where it is text; else NULL. */
const char *ddi_xml_part_text (DdiXmlPart *self);
/* Its attribute without regard of namespace, or NULL. (transfer full) */
char *ddi_xml_part_dup_attribute (DdiXmlPart *self, const char *name);

G_END_DECLS
