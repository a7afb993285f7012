#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""contact-sheet.py DIR: writes DIR/index.html, which shows the pictures of DIR/[empty-]<style>/<page>[-<state>].png, a page
in each section, a state in each row and a style in each column; then what else there is of the loaded page, and of
DIR/dialogs-<style>/ a dialog in each row."""
import html
import os
import sys

STYLES = [('wide', '1280, light'), ('dark', '1280, dark'), ('narrow', '360, light'), ('narrow-dark', '360, dark')]
# Where a state's pictures are, and what their names end with.
STATES = [('', '', 'loaded'), ('empty-', '', 'empty'), ('', '-loading', 'loading'), ('', '-error', 'error')]
MORE = [('wide-contrast', 'high contrast'), ('dark-contrast', 'dark, high contrast'), ('wide-large', 'large text'),
        ('narrow-large', '360, large text'), ('small', '360 × 294'), ('picture', '1000 × 700')]
DIALOGS = [('dialogs-wide', '1280, light'), ('dialogs-narrow-dark', '360, dark'),
           ('dialogs-wide-contrast', 'high contrast'), ('dialogs-narrow-large', '360, large text')]
HEAD = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>
body { font: 15px sans-serif; margin: 24px; background: #f2f2f2 }
table { border-spacing: 12px } th { text-align: start; vertical-align: top }
img { height: 300px; box-shadow: 0 1px 4px #0006 }
</style>
<h1>Every page</h1>
"""


def show(index, directory, path, words, missing):
    if not os.path.exists(os.path.join(directory, path)):
        missing.append(path)
    index.write(f'<td><a href="{path}"><img src="{path}" loading="lazy" alt="{words}"></a></td>')


def main():
    directory = sys.argv[1]
    # In the order in which the program took them.
    names = [name[:-4] for name in sorted(os.listdir(os.path.join(directory, STYLES[0][0])),
                                          key=lambda n: os.stat(os.path.join(directory, STYLES[0][0], n)).st_mtime)]
    pages = [name for name in names if '-' not in name]
    missing = []
    with open(os.path.join(directory, 'index.html'), 'w', encoding='utf-8') as index:
        index.write(HEAD)
        index.write('<p>' + ' · '.join(f'<a href="#{page}">{html.escape(page)}</a>' for page in pages) + '</p>\n')
        for page in pages:
            index.write(f'<h2 id="{page}">{html.escape(page)}</h2>\n<table><tr><th></th>')
            index.write(''.join(f'<th>{label}</th>' for _, label in STYLES) + '</tr>\n')
            for prefix, suffix, state in STATES:
                index.write(f'<tr><th>{state}</th>')
                for style, label in STYLES:
                    show(index, directory, f'{prefix}{style}/{page}{suffix}.png', f'{page}, {state}, {label}', missing)
                index.write('</tr>\n')
            index.write('</table>\n<table><tr>' + ''.join(f'<th>{label}</th>' for _, label in MORE) + '</tr>\n<tr>')
            for style, label in MORE:
                show(index, directory, f'{style}/{page}.png', f'{page}, {label}', missing)
            index.write('</tr></table>\n')
        index.write('<h2>dialogs</h2>\n<table><tr><th></th>')
        index.write(''.join(f'<th>{label}</th>' for _, label in DIALOGS) + '</tr>\n')
        for name in sorted(os.listdir(os.path.join(directory, DIALOGS[0][0]))):
            index.write(f'<tr><th>{html.escape(name[:-4])}</th>')
            for style, label in DIALOGS:
                show(index, directory, f'{style}/{name}', f'{name[:-4]}, {label}', missing)
            index.write('</tr>\n')
        index.write('</table>\n</html>\n')
    if missing:
        sys.exit('contact-sheet: missing: ' + ', '.join(missing))


main()
