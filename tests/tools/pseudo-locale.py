#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pseudo-locale.py EXTRACT LOCALEDIR: a translation that nobody reads but a test.

Every string of the program, taken out by po/extract, gets accents, two brackets and two fifths more length, and is
compiled for the language "xx" below LOCALEDIR. Directives, markup and mnemonics stay as they are. Beside it lies a
locale of that name, the C library's own C.UTF-8, for which newer C libraries translate nothing, whatever LANGUAGE says.
"""
import ast
import os
import re
import subprocess
import sys
import tempfile

ACCENTS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                        "ÅƁÇÐÉƑĜĤÎĴĶĻḾÑÖÞɊŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž")
C_LOCALE = "/usr/lib/locale/C.utf8"
# What a program reads: directives of printf, date formats, markup, entities.
KEPT = re.compile(r"%%|%[-+ #0'*\d.$]*(?:hh|h|ll|l|z|j|t)?[a-zA-Z]|<[^<>]*>|&[#\w]+;")


def pseudo(text):
    """One string; blank ends stay outside the brackets, for what is put together from parts."""
    if not re.search(r"[A-Za-z]", KEPT.sub("", text)):
        return text
    core = text.strip()
    start = text.index(core)
    parts, end = [], 0
    for match in KEPT.finditer(core):
        parts += [core[end:match.start()].translate(ACCENTS), match.group()]
        end = match.end()
    parts.append(core[end:].translate(ACCENTS))
    longer = "~" * max(1, round(len(KEPT.sub("", core)) * 0.4) - 2)
    return text[:start] + "⟦" + "".join(parts) + longer + "⟧" + text[start + len(core):]


def entries(template):
    """Lists of (keyword, text), one list an entry, of a catalogue."""
    entry = []
    for line in template.splitlines():
        match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line)
        if match:
            entry.append([match.group(1), ast.literal_eval(match.group(2))])
        elif line.startswith('"') and entry:
            entry[-1][1] += ast.literal_eval(line)
        elif not line.strip() and entry:
            yield entry
            entry = []
    if entry:
        yield entry


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def main():
    extract, localedir = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        template, catalogue = os.path.join(work, "t.pot"), os.path.join(work, "xx.po")
        subprocess.run([extract, template], check=True)
        with open(template, encoding="utf-8") as stream, open(catalogue, "w", encoding="utf-8") as output:
            output.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n'
                         'Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
            for entry in entries(stream.read()):
                ids = dict(entry)
                if not ids["msgid"]:
                    continue
                for keyword in ("msgctxt", "msgid", "msgid_plural"):
                    if keyword in ids:
                        output.write(f"\n{keyword} {quoted(ids[keyword])}")
                if "msgid_plural" in ids:
                    output.write(f"\nmsgstr[0] {quoted(pseudo(ids['msgid']))}")
                    output.write(f"\nmsgstr[1] {quoted(pseudo(ids['msgid_plural']))}\n")
                else:
                    output.write(f"\nmsgstr {quoted(pseudo(ids['msgid']))}\n")
        messages = os.path.join(localedir, "xx", "LC_MESSAGES")
        os.makedirs(messages, exist_ok=True)
        subprocess.run(["msgfmt", "--check-format", "-o", os.path.join(messages, "dunkin-demand.mo"), catalogue],
                       check=True)
    locale = os.path.join(localedir, "xx.utf8")
    if not os.path.islink(locale):
        os.symlink(C_LOCALE, locale)


main()
