# SPDX-License-Identifier: GPL-3.0-or-later
"""The first day of somebody in the sandbox: the demo district, a sheet in, an order out, a backup elsewhere, and that
backup in the place of one's own data. The program may read and write no file but through the portals."""
import datetime
import glob
import os

import sheet
from driver import Failure, Program, run, sql

ID = os.environ['DDI_E2E_ID']
HOME = os.environ['HOME']
DATA = os.path.join(HOME, '.var/app', ID, 'data')
DEMO = ('--data-dir', os.path.join(DATA, 'dunkin-demand-demo'))
# The portal keeps a file's name, and that says which shop it is of.
SHEET = os.path.join(HOME, 'Harbor Street.xlsx')
ORDER = os.path.join(HOME, 'order.pdf')
STICK = os.path.join(HOME, 'stick')
TODAY = datetime.date.today()
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + 7)
PRODUCTS = [('Donuts', 'Glazed', [(48, 5 + day) for day in range(7)]),
            ('Donuts', 'Jelly', [(24, day) for day in range(7)]),
            ('Munchkins', 'Glazed Munchkins', [(180, 20 + day) for day in range(7)])]
HARBOR = "s.name = 'Harbor Street'"
WEEK = f"SELECT sum(p.quantity_produced) FROM daily_production p JOIN stores s ON s.id = p.store_id WHERE {HARBOR} " \
       f"AND p.date BETWEEN '{SUNDAY}' AND '{SUNDAY + datetime.timedelta(days=6)}' " \
       f"AND p.product_name IN ('Glazed', 'Jelly', 'Glazed Munchkins')"
OF_SHEET = [[str(7 * (48 + 24 + 180))]]
RUNS = 'SELECT count(*) FROM forecast_runs'
APPROVED = f"SELECT count(*) FROM forecasts f JOIN stores s ON s.id = f.store_id WHERE {HARBOR} AND f.status = 'approved'"
program = None


def choose_page(name):
    program.keys('ctrl+k')
    program.settle()
    program.write(name)
    program.settle()
    program.keys('Return')
    program.settle()


def a_first_start_asks_and_shows_the_demo_district():
    global program
    os.mkdir(STICK)
    sheet.write(SHEET, SUNDAY, PRODUCTS)
    program = Program()
    program.expect('^Try the Demo District', 'list item')
    program.keys('alt+t')
    program.expect('^Pages$', 'list')
    program.expect('^Demo district$')


def a_sheet_is_imported_through_the_portal():
    program.keys('ctrl+i')
    program.press('Choose Files…$', 'push button')
    program.choose_file(SHEET, '(^|[_ ])Open$')
    program.expect('^[0-9]+ figures are new, [0-9]+ change')
    program.press('^Import$', 'push button')
    program.wait(lambda: sql(WEEK, *DEMO) == OF_SHEET, 'week of the sheet in the database')


def forecasts_are_made():
    before = sql(RUNS, *DEMO)
    program.keys('alt+2')
    program.open_menu('^Forecast Anew$')
    program.press('(^|[_ ])Forecast$', 'push button')
    program.wait(lambda: sql(RUNS, *DEMO) != before, 'another run in the database')
    program.expect('^Forecast anew: ')


def an_order_is_approved():
    before = sql(APPROVED, *DEMO)
    program.click(program.expect('^Harbor Street$', 'label'))
    program.keys('Return')
    program.expect('^Jelly$', 'label')
    program.settle()
    program.press('^Approve All', 'push button')
    program.wait(lambda: sql(APPROVED, *DEMO) != before, 'approved order in the database')


def the_order_sheet_is_saved_through_the_portal():
    program.settle()
    program.choose_item('^Send or Print', 'Save Order as PDF…$', 4)
    program.choose_file(ORDER, '(^|[_ ])Save$')
    program.wait(lambda: os.path.exists(ORDER) and open(ORDER, 'rb').read(5) == b'%PDF-', 'order as PDF')


def find_second_place():
    """A file to restore is chosen by a button of the same name."""
    return next((node for node in program.nodes() if node.role == 'push button' and node.name.endswith('hoose…')
                 and any(row.name.startswith('Second place') for row in node.ancestors()) and node.has_room()), None)


def a_backup_is_made_and_copied_through_the_portal():
    choose_page('Database')
    program.press('(^|[_ ])Back Up…$', 'push button')
    program.click(program.wait(find_second_place, 'button of the second place'))
    program.choose_file(STICK, '(^|[_ ])Copy There$')
    program.expect('^stick$', 'label')
    program.press('^Back Up$', 'push button')
    program.wait(lambda: len(glob.glob(f'{STICK}/**/*.json', recursive=True)) == 1, 'backup in the folder')
    program.expect('restored and compared')


def the_backup_is_restored():
    sql("UPDATE stores SET name = 'Elsewhere' WHERE name = 'Harbor Street'", *DEMO)
    program.press('^Restore…$', 'push button')
    program.expect('^Restore This Backup')
    program.press('^Restore$', 'push button')
    # Not before: who connects while one database takes the other's place is refused.
    program.expect('^Restored$')
    if sql("SELECT count(*) FROM stores WHERE name = 'Harbor Street'", *DEMO) != [['1']]:
        raise Failure('the shop has not its former name')
    program.keys('Escape')
    program.gone('^Restored$')


def another_home_comes_from_the_copy():
    program.expect('^Pages$', 'list')
    program.expect('^Demo district$')
    program.settle()
    program.choose_item('^Main Menu$', 'Open Other Data…$', -5)
    program.expect('^Restore from a Backup', 'list item')
    program.keys('alt+r')
    program.choose_file(STICK, '(^|[_ ])Open$')
    program.expect('^Which Backup')
    program.press('^Restore$', 'push button')
    program.expect('^Pages$', 'list')
    program.wait(lambda: sql(WEEK) == OF_SHEET, 'data of the copy')


def nothing_else_of_the_home_was_written():
    expected = {'.var', 'Harbor Street.xlsx', 'order.pdf', 'stick'}
    found = {name for name in os.listdir(HOME) if name in expected or not name.startswith('.')}
    if found - expected or not expected <= found:
        raise Failure(f'{found} in the home')


def it_ends():
    program.close()


run(a_first_start_asks_and_shows_the_demo_district, a_sheet_is_imported_through_the_portal, forecasts_are_made,
    an_order_is_approved, the_order_sheet_is_saved_through_the_portal,
    a_backup_is_made_and_copied_through_the_portal, the_backup_is_restored, another_home_comes_from_the_copy,
    nothing_else_of_the_home_was_written, it_ends)
