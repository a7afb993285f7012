# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager's first day: a sheet comes in, forecasts are made, the order is approved and sent. What the
window says is checked against the database."""
import csv
import datetime
import os

import sheet
from driver import Failure, Program, cli, run, sql

HOME = os.environ['HOME']
SHEET = os.path.join(HOME, 'week.xlsx')
ORDER = os.path.join(HOME, 'order.csv')
TODAY = datetime.date.today()
# The week that ended last Saturday; on a Saturday its own week up to Friday, since tomorrow lies more than
# seven days after the Saturday before.
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + (0 if TODAY.weekday() == 5 else 7))
DAYS = range(6 if TODAY.weekday() == 5 else 7)
PRODUCTS = [('Donuts', 'Glazed', [(48, 5 + day) for day in DAYS]),
            ('Donuts', 'Jelly', [(24, day) for day in DAYS]),
            ('Munchkins', 'Glazed Munchkins', [(180, 20 + day) for day in DAYS])]
program = None


def expect_rows(text, *rows):
    found = sql(text)
    if found != [list(row) for row in rows]:
        raise Failure(f'{text}: {found} instead of {rows}')


def the_program_starts_with_shops_of_ones_own():
    global program
    sheet.write(SHEET, SUNDAY, PRODUCTS)
    cli('server', 'start')
    program = Program()
    program.expect('^Start with Your Own Shops', 'list item')
    program.keys('alt+s')
    program.expect('^On this computer$')


def a_sheet_is_read_and_shown_before_it_is_written():
    program.expect('^No Figures Yet$')
    program.keys('ctrl+i')
    program.press('Choose Files…$', 'push button')
    program.choose_file(SHEET, '(^|[_ ])Open$')
    program.expect('^Which shop is it of', 'label')
    program.expect('^3 new products$')
    expect_rows('SELECT count(*) FROM daily_production', ['0'])


def the_shop_is_named_and_the_week_imported():
    program.fill('^Name of the new shop$', 'Main Street')
    program.expect('^[1-9][0-9]* figures are new, 0 change')
    program.press('Import$', 'push button')
    program.wait(lambda: sql('SELECT count(*) FROM import_batches') == [['1']], 'import in the database')
    expect_rows('SELECT name FROM stores', ['Main Street'])
    expect_rows('SELECT sum(quantity_produced) FROM daily_production', [str(len(DAYS) * (48 + 24 + 180))])
    expect_rows('SELECT product_name, sum(quantity_wasted) FROM daily_waste GROUP BY 1 ORDER BY 1',
                ['Glazed', str(sum(5 + day for day in DAYS))], ['Glazed Munchkins', str(sum(20 + day for day in DAYS))],
                ['Jelly', str(sum(DAYS))])
    expect_rows("SELECT count(*) FROM store_days WHERE state = 'complete'", [str(len(DAYS))])


def forecasts_are_made():
    program.keys('alt+2')
    program.press('Forecast the Next Seven Days$', 'push button')
    program.wait(lambda: int(sql("SELECT count(*) FROM forecasts WHERE status = 'pending'")[0][0]) >= 21,
                 'forecasts in the database')
    expect_rows('SELECT count(*) FROM forecasts WHERE NOT (0 <= lower_bound AND lower_bound <= predicted_demand '
                'AND predicted_demand <= upper_bound) OR order_quantity IS NULL', ['0'])


def an_order_is_approved():
    # Three new products are exceptions: "approve all" on the board leaves this shop to be looked at.
    program.click(program.expect('^Main Street$', 'label'))
    program.keys('Return')
    program.expect('^Jelly$', 'label')
    program.settle()
    program.press('^Approve All', 'push button')
    program.wait(lambda: sql("SELECT count(*) FROM forecasts WHERE status = 'approved'") != [['0']],
                 'approved order in the database')
    expect_rows("SELECT count(DISTINCT forecast_date), count(*), bool_and(decided_by IS NOT NULL AND "
                "decided_at IS NOT NULL AND approved_quantity IS NOT NULL) FROM forecasts WHERE status = 'approved'",
                ['1', '3', 't'])


def the_order_is_sent():
    program.press('^All Shops$', 'push button')
    program.settle()
    program.choose_item('^Send or Print', 'CSV…$', 0)
    program.choose_file(ORDER, '(^|[_ ])Save$')
    program.wait(lambda: os.path.exists(ORDER) and sql('SELECT count(*) FROM order_dispatches') == [['1']],
                 'sent order')
    with open(ORDER, encoding='utf-8-sig', newline='') as file:
        rows = list(csv.reader(file))
    approved = dict(sql("SELECT product_name, approved_quantity FROM forecasts WHERE status = 'approved'"))
    written = {row[0]: row for row in rows if row and row[0] in approved}
    if set(written) != set(approved) or any(approved[name] not in written[name] for name in approved):
        raise Failure(f'the file says {rows}, the database {approved}')


def every_page_names_its_controls():
    unnamed = set()
    for number in range(1, 9):
        program.keys(f'alt+{number}')
        program.settle()
        unnamed.update(program.unnamed())
    if unnamed:
        raise Failure('\n'.join(sorted(unnamed)))


def it_ends():
    program.close()
    cli('server', 'stop')


run(the_program_starts_with_shops_of_ones_own, a_sheet_is_read_and_shown_before_it_is_written,
    the_shop_is_named_and_the_week_imported, forecasts_are_made, an_order_is_approved, the_order_is_sent,
    every_page_names_its_controls, it_ends)
