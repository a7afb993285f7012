/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

#define MAIN_NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE_NS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS_NS "http://schemas.openxmlformats.org/package/2006/relationships"

/* Workbooks for tests, made part by part so that each awkward thing can be said exactly. */
typedef struct
{
  GPtrArray *paths, *contents;
} Package;

static inline Package *
package_new (void)
{
  Package *self = g_new0 (Package, 1);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->contents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return self;
}

static inline void
package_add (Package *self, const char *path, const char *text)
{
  g_ptr_array_add (self->paths, g_strdup (path));
  g_ptr_array_add (self->contents, g_bytes_new (text, strlen (text)));
}

/* A zip archive of the parts. Frees the package. */
static inline GBytes *
package_zip (Package *self)
{
  struct archive *a = archive_write_new ();
  gsize room = 1 << 16, used = 0;
  char *buffer;

  for (guint i = 0; i < self->contents->len; i++)
    room += g_bytes_get_size (self->contents->pdata[i]) + 1024;
  buffer = g_malloc (room);
  archive_write_set_format_zip (a);
  archive_write_set_bytes_in_last_block (a, 1);
  g_assert_cmpint (archive_write_open_memory (a, buffer, room, &used), ==, ARCHIVE_OK);
  for (guint i = 0; i < self->paths->len; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize size;
      const void *data = g_bytes_get_data (self->contents->pdata[i], &size);

      archive_entry_set_pathname (entry, self->paths->pdata[i]);
      archive_entry_set_size (entry, (la_int64_t)size);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (a, entry), ==, ARCHIVE_OK);
      g_assert_cmpint ((int)archive_write_data (a, data, size), ==, (int)size);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (a), ==, ARCHIVE_OK);
  archive_write_free (a);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->contents);
  g_free (self);
  return g_bytes_new_take (buffer, used);
}

/* Everything but the worksheet and the strings; @properties go into workbookPr. */
static inline Package *
package_with_workbook (const char *properties)
{
  Package *self = package_new ();
  g_autofree char *workbook = g_strdup_printf (
      "<workbook xmlns='" MAIN_NS "' xmlns:r='" OFFICE_NS "'><workbookPr %s/><sheets>"
      "<sheet name='Chart' sheetId='3' r:id='rId9'/><sheet name='Week' sheetId='2' r:id='rId2'/>"
      "<sheet name='Other' sheetId='1' r:id='rId1'/></sheets></workbook>",
      properties);

  package_add (self, "_rels/.rels",
               "<Relationships xmlns='" RELATIONS_NS "'><Relationship Id='r1' Type='" OFFICE_NS
               "/officeDocument' Target='/xl/workbook.xml'/></Relationships>");
  package_add (self, "xl/workbook.xml", workbook);
  package_add (self, "xl/_rels/workbook.xml.rels",
               "<Relationships xmlns='" RELATIONS_NS "'>"
               "<Relationship Id='rId9' Type='" OFFICE_NS "/chartsheet' Target='chartsheets/sheet1.xml'/>"
               "<Relationship Id='rId1' Type='" OFFICE_NS "/worksheet' Target='worksheets/sheet1.xml'/>"
               "<Relationship Id='rId2' Type='" OFFICE_NS "/worksheet' Target='worksheets/sheet2.xml'/>"
               "<Relationship Id='rId3' Type='" OFFICE_NS "/sharedStrings' Target='sharedStrings.xml'/>"
               "</Relationships>");
  package_add (self, "xl/worksheets/sheet1.xml",
               "<worksheet xmlns='" MAIN_NS
               "'><sheetData><row r='1'><c r='A1'><v>666</v></c></row></sheetData></worksheet>");
  return self;
}

/* A workbook of one sheet with these rows (as XML) and shared strings (as XML <si> elements). */
static inline GBytes *
make_workbook (const char *rows, const char *strings)
{
  Package *self = package_with_workbook ("");
  g_autofree char *sheet =
      g_strdup_printf ("<worksheet xmlns='" MAIN_NS "'><sheetData>%s</sheetData></worksheet>", rows);
  g_autofree char *table = g_strdup_printf ("<sst xmlns='" MAIN_NS "'>%s</sst>", strings);

  package_add (self, "xl/worksheets/sheet2.xml", sheet);
  package_add (self, "xl/sharedStrings.xml", table);
  return package_zip (self);
}
