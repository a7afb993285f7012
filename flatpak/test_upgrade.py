# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody's own data outlive the program that made them: test_upgrade.py begin, then with a newer one newer, and again
after it was away."""
import datetime
import json
import os
import sys

import sheet
from driver import Failure, Program, cli, run, sql

ID = os.environ['DDI_E2E_ID']
DATA = os.path.join(os.environ['HOME'], '.var/app', ID, 'data')
# The one folder of this home that the sandbox may read.
SHEET = os.path.join(DATA, 'week.xlsx')
# The schema as it was.
SCHEMA = os.path.join(DATA, 'schema')
TODAY = datetime.date.today()
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + 7)
MADE = "SELECT s.name, sum(p.quantity_produced) FROM daily_production p JOIN stores s ON s.id = p.store_id GROUP BY 1"


def check():
    if sql(MADE) != [['Main Street', str(7 * 48)]]:
        raise Failure(f'{sql(MADE)} in the database')


def somebody_has_data_of_their_own():
    os.makedirs(DATA, exist_ok=True)
    sheet.write(SHEET, SUNDAY, [('Donuts', 'Glazed', [(48, 5 + day) for day in range(7)])])
    cli('import', 'sheet', SHEET, '--store', 'Main Street')
    program = Program()
    program.expect('^Start with Your Own Shops', 'list item')
    program.keys('alt+s')
    program.expect('^On this computer$')
    check()
    program.close()


def the_program_shows_them_unasked():
    program = Program()
    program.expect('^On this computer$')
    check()
    program.close()


def the_program_says_where_they_lie():
    told = json.loads(cli('status', '--json'))['data_dir']
    if told != os.path.join(DATA, 'dunkin-demand'):
        raise Failure(told)


def read_schema():
    return json.loads(cli('status', '--json'))['schema']


def the_former_schema_is_noted():
    with open(SCHEMA, 'w') as file:
        file.write(read_schema())


def the_schema_is_a_newer_one():
    with open(SCHEMA) as file:
        before = file.read()
    if read_schema() <= before:
        raise Failure(f'{read_schema()} and before {before}')


TESTS = {'begin': [somebody_has_data_of_their_own, the_former_schema_is_noted],
         'newer': [the_program_shows_them_unasked, the_schema_is_a_newer_one],
         'again': [the_program_shows_them_unasked, the_program_says_where_they_lie]}
run(*TESTS[sys.argv[1]])
