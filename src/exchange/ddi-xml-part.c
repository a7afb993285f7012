/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-xml-part.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DdiXmlPart
{
  DdiZipPart *zip;
  xmlTextReader *reader;
  char *path;
  GError *error; /* of the archive, met inside libxml2's read callback */
  char *complaint;
};

static int
read_cb (void *context, char *buffer, int length)
{
  DdiXmlPart *self = context;

  if (self->error)
    return -1;
  return (int)ddi_zip_part_read (self->zip, buffer, (gsize)length, &self->error);
}

#if LIBXML_VERSION >= 21200
static void
complain_cb (void *data, const xmlError *error)
#else
static void
complain_cb (void *data, xmlError *error)
#endif
{
  DdiXmlPart *self = data;

  if (self->complaint == NULL && error->message)
    self->complaint = g_strstrip (g_strdup (error->message));
}

DdiXmlPart *
ddi_xml_part_open (GBytes *archive, const char *path, GError **error)
{
  g_autoptr (DdiXmlPart) self = NULL;
  DdiZipPart *zip = ddi_zip_part_open (archive, path, error);

  if (zip == NULL)
    return NULL;
  self = g_new0 (DdiXmlPart, 1);
  self->zip = zip;
  self->path = g_strdup (path);
  self->reader = xmlReaderForIO (read_cb, NULL, self, path, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (self->reader == NULL)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, _ ("%s cannot be read"), path);
      return NULL;
    }
  xmlTextReaderSetStructuredErrorHandler (self->reader, (xmlStructuredErrorFunc)complain_cb, self);
  return g_steal_pointer (&self);
}

void
ddi_xml_part_close (DdiXmlPart *self)
{
  if (self->reader)
    xmlFreeTextReader (self->reader);
  g_clear_pointer (&self->zip, ddi_zip_part_close);
  g_clear_error (&self->error);
  g_free (self->complaint);
  g_free (self->path);
  g_free (self);
}

gboolean
ddi_xml_part_next (DdiXmlPart *self, GError **error)
{
  int status = xmlTextReaderRead (self->reader);

  if (self->error)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (status < 0)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, _ ("%s is not well-formed XML (%s)"),
                   self->path, self->complaint ? self->complaint : "?");
      return FALSE;
    }
  if (status > 0 && xmlTextReaderNodeType (self->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT,
                   _ ("%s declares a document type or entities, which no sheet needs; it was not read"),
                   self->path);
      return FALSE;
    }
  return status > 0;
}

static gboolean
is_at (DdiXmlPart *self, int type, const char *name)
{
  const xmlChar *here;

  if (xmlTextReaderNodeType (self->reader) != type)
    return FALSE;
  here = xmlTextReaderConstLocalName (self->reader);
  return here && strcmp ((const char *)here, name) == 0;
}

gboolean
ddi_xml_part_opens (DdiXmlPart *self, const char *name)
{
  return is_at (self, XML_READER_TYPE_ELEMENT, name);
}

gboolean
ddi_xml_part_closes (DdiXmlPart *self, const char *name)
{
  return is_at (self, XML_READER_TYPE_END_ELEMENT, name) ||
         (is_at (self, XML_READER_TYPE_ELEMENT, name) && xmlTextReaderIsEmptyElement (self->reader));
}

const char *
ddi_xml_part_text (DdiXmlPart *self)
{
  switch (xmlTextReaderNodeType (self->reader))
    {
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
      return (const char *)xmlTextReaderConstValue (self->reader);
    default:
      return NULL;
    }
}

char *
ddi_xml_part_dup_attribute (DdiXmlPart *self, const char *name)
{
  char *value = NULL;

  for (int more = xmlTextReaderMoveToFirstAttribute (self->reader); more == 1 && value == NULL;
       more = xmlTextReaderMoveToNextAttribute (self->reader))
    if (g_strcmp0 ((const char *)xmlTextReaderConstLocalName (self->reader), name) == 0)
      value = g_strdup ((const char *)xmlTextReaderConstValue (self->reader));
  xmlTextReaderMoveToElement (self->reader);
  return value;
}
