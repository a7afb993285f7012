# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a weekly throw-away sheet as a shop would fill one in: a workbook with inline strings, dates
as formulas with no cached value, a pair of columns a day."""
import datetime
import zipfile
from xml.sax.saxutils import escape

DAYS = ('SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT')
EPOCH = datetime.date(1899, 12, 30)

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Week" sheetId="1" r:id="rId1"/></sheets></workbook>"""


def cell(column, row, value):
    ref = f'{chr(ord("A") + column)}{row}'
    if isinstance(value, str) and value.startswith('='):
        return f'<c r="{ref}"><f>{escape(value[1:])}</f></c>'
    if isinstance(value, str):
        return f'<c r="{ref}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{ref}"><v>{value}</v></c>'


def write(path, sunday, products):
    """@products: (section, name, [(made, thrown away) a day]); a row of a section's name stands above."""
    rows = [{0: 'Store PC# :      Daily Throw Away Chart'},
            {0: 'DATE:', 1: (sunday - EPOCH).days,
             **{1 + 2 * day: f'=+{chr(ord("A") + 2 * day - 1)}2+1' for day in range(1, 7)}},
            {1 + 2 * day: name for day, name in enumerate(DAYS)},
            {column: 'AM' if column % 2 else 'PM' for column in range(1, 15)}]
    section = None
    for heading, name, days in products:
        if heading != section:
            section = heading
            rows.append({0: heading})
        row = {0: name}
        for day, (made, wasted) in enumerate(days):
            row[1 + 2 * day], row[2 + 2 * day] = made, wasted
        rows.append(row)
    body = ''.join(f'<row r="{number}">{"".join(cell(column, number, row[column]) for column in sorted(row))}</row>'
                   for number, row in enumerate(rows, 1))
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as book:
        book.writestr('[Content_Types].xml', CONTENT_TYPES)
        book.writestr('_rels/.rels', RELATIONS.format(kind='officeDocument', target='xl/workbook.xml'))
        book.writestr('xl/workbook.xml', WORKBOOK)
        book.writestr('xl/_rels/workbook.xml.rels', RELATIONS.format(kind='worksheet', target='worksheets/sheet1.xml'))
        book.writestr('xl/worksheets/sheet1.xml',
                      '<?xml version="1.0" encoding="UTF-8"?>'
                      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                      f'<sheetData>{body}</sheetData></worksheet>')
