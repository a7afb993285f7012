# SPDX-License-Identifier: GPL-3.0-or-later
"""Data that the server of a former major version has written move to the newer one when the program is started; what was
there before is kept, and comes back when it is asked for."""
import datetime
import glob
import json
import os
import subprocess

import sheet
from driver import Failure, Program, cli, run, sql

ID = os.environ['DDI_E2E_ID']
FORMER = '15'
BASE = os.path.join(os.environ['HOME'], '.var/app', ID, 'data')
HOME = os.path.join(BASE, 'dunkin-demand')
DATA = os.path.join(HOME, 'data')
SHEET = os.path.join(BASE, 'week.xlsx')
TODAY = datetime.date.today()
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + 7)
FIGURES = 'SELECT count(*), sum(quantity_produced) FROM daily_production'
VERSION = "SELECT current_setting('server_version_num')::int / 10000"
program = None
figures = None


def version_of(data):
    with open(os.path.join(data, 'PG_VERSION')) as file:
        return file.read().strip()


def data_are_made_by_the_former_server():
    os.makedirs(HOME, 0o700)
    # As the program calls it.
    subprocess.run(['flatpak', '--user', 'run', f'--command=/app/lib/postgresql/{FORMER}/bin/initdb', ID, '--pgdata', DATA,
                    '--username=postgres', '--data-checksums', '--encoding=UTF8', '--locale=C.UTF-8',
                    '--auth-local=peer', '--auth-host=reject', '--no-instructions'], check=True, capture_output=True)
    with open(os.path.join(DATA, 'postgresql.conf'), 'a') as file:
        file.write("include = 'dunkin-demand.conf'\n")
    sheet.write(SHEET, SUNDAY, [('Donuts', 'Glazed', [(48, 5 + day) for day in range(7)]),
                                ('Donuts', 'Jelly', [(24, day) for day in range(7)])])
    cli('import', 'sheet', SHEET, '--store', 'Main Street')
    if version_of(DATA) != FORMER:
        raise Failure(f'the data are of {version_of(DATA)} already')


def a_start_moves_them():
    global program, figures
    program = Program()
    program.expect('^Start with Your Own Shops', 'list item')
    program.keys('alt+s')
    program.expect('^On this computer$')
    program.expect('^Your Data Moved to PostgreSQL')
    program.press('^Keep Them$')
    program.gone('^Your Data Moved to PostgreSQL')
    figures = sql(FIGURES)
    if figures != [['14', str(7 * (48 + 24))]]:
        raise Failure(f'{figures} after the move')
    if sql(VERSION) == [[FORMER]] or version_of(DATA) == FORMER:
        raise Failure('the data are of the former version')
    program.close()


def what_was_there_before_is_kept():
    kept = glob.glob(os.path.join(HOME, 'data.before-*'))
    if [version_of(data) for data in kept] != [FORMER]:
        raise Failure(f'{kept} in {os.listdir(HOME)}')


def the_next_start_has_nothing_to_move():
    global program
    program = Program()
    program.expect('^On this computer$')
    if program.find('^Your Data Moved'):
        raise Failure('a move that was told is told again')
    if sql(FIGURES) != figures or len(glob.glob(os.path.join(HOME, 'data.before-*'))) != 1:
        raise Failure(f'{sql(FIGURES)}, {os.listdir(HOME)}')


def the_former_ones_come_back():
    newer = version_of(DATA)
    program.close()
    # It goes on in the sandbox of the window that was closed, since what asks for its address wants it to.
    cli('server', 'stop')
    if json.loads(cli('server', 'status', '--json'))['running']:
        raise Failure('the server of another sandbox cannot be stopped')
    cli('restore', '--undo', '--yes')
    kept = [version_of(data) for data in glob.glob(os.path.join(HOME, 'data.before-*'))]
    if version_of(DATA) != FORMER or kept != [newer]:
        raise Failure(f'{version_of(DATA)} came back, {kept} is kept')
    rows = cli('export', 'production').splitlines()
    if len(rows) != 1 + 14:
        raise Failure('\n'.join(rows))


run(data_are_made_by_the_former_server, a_start_moves_them, what_was_there_before_is_kept,
    the_next_start_has_nothing_to_move, the_former_ones_come_back)
