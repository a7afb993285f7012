# SPDX-License-Identifier: GPL-3.0-or-later
"""A day is entered and taken back with the keyboard alone: no mouse, and no action of an assistive tool."""
import datetime
import os

import sheet
from driver import Program, cli, run, sql

HOME = os.environ['HOME']
SHEET = os.path.join(HOME, 'week.xlsx')
TODAY = datetime.date.today()
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + 7)
PRODUCTS = [('Donuts', 'Glazed', [(48, 5 + day) for day in range(7)]),
            ('Donuts', 'Jelly', [(24, day) for day in range(7)])]
# What was typed: the sheet is of an earlier week.
ENTERED = ("SELECT product_name, quantity_produced, quantity_wasted FROM daily_production FULL JOIN daily_waste "
           "USING (store_id, date, product_id, product_name) "
           f"WHERE date > '{SUNDAY + datetime.timedelta(days=6)}' ORDER BY 1")
program = None


def the_program_starts():
    global program
    sheet.write(SHEET, SUNDAY, PRODUCTS)
    cli('server', 'start')
    cli('import', 'sheet', SHEET, '--store', 'Main Street')
    program = Program()
    program.expect('^Start with Your Own Shops', 'list item')
    program.keys('alt+s')
    program.expect('^On this computer$')


def a_day_is_entered():
    program.keys('alt+3')
    program.expect('^Glazed, Made$')
    program.tab_to('^Glazed, Made$')
    program.write('60')
    program.keys('Tab')
    program.write('12')
    # The button of the reason says whose it is, and which.
    program.tab_to('^Glazed, Reason, No reason')
    program.keys('shift+Tab')
    program.keys('Return')
    # Enter goes down the column.
    program.wait(lambda: program.focused.read('Accessible', 'Name') == 'Jelly, Thrown away', 'focus in the row below')
    program.wait(lambda: sql(ENTERED) == [['Glazed', '60', '12']], 'day in the database')


def tab_leaves_the_sidebar_for_the_page():
    program.tab_to('^Enter a Day$')
    program.tab_to('^Glazed, Made$')
    program.expect('^Glazed, Made$')


def it_is_undone():
    program.tab_to('Day Before$')
    # Each cell was an entry of its own, and the last one goes first.
    program.keys('ctrl+z')
    program.wait(lambda: sql(ENTERED) != [['Glazed', '60', '12']], 'last entry taken back')
    program.keys('ctrl+z')
    program.wait(lambda: sql(ENTERED) == [], 'day as it was')


def it_ends():
    program.close()
    cli('server', 'stop')


run(the_program_starts, a_day_is_entered, tab_leaves_the_sidebar_for_the_page, it_is_undone, it_ends)
