# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager's tasks with the keyboard alone: no mouse, and no action of an assistive tool. Each is taken back by keys
where it changes something."""
import datetime
import os

import sheet
from driver import Atspi, Program, cli, run, sql

HOME = os.environ['HOME']
SHEET = os.path.join(HOME, 'week.xlsx')
NEXT = os.path.join(HOME, 'next.xlsx')
ORDER = os.path.join(HOME, 'order.pdf')
TODAY = datetime.date.today()
# The last whole week, and the one before.
SUNDAY = TODAY - datetime.timedelta(days=(TODAY.weekday() + 1) % 7 + 7)
BEFORE = SUNDAY - datetime.timedelta(days=7)
KNOWN = [('Donuts', 'Glazed', [(48, 5 + day) for day in range(7)]),
         ('Donuts', 'Jelly', [(24, 11 + day) for day in range(7)])]
UNKNOWN = ('Donuts', 'Maple Bar', [(36, 2 + day) for day in range(7)])
APPROVED = "SELECT count(*) > 0 FROM forecasts WHERE status = 'approved'"
MERGED = 'SELECT p.name, k.name FROM products p JOIN products k ON k.id = p.merged_into'
program = None


def in_search():
    """Whether the focus is in the entry above a list: GTK 4.18 begins there, GTK 4.8 in the list."""
    nodes = list(program.nodes())
    newest = max(node.toplevel() for node in nodes)
    return any(node.role == 'entry' and node.shows(Atspi.StateType.FOCUSED) and node.toplevel() == newest
               for node in nodes)


def choose(name, *keys):
    """From the list of a drop-down, from its first on: GTK 4.8 comes in there, GTK 4.18 before it."""
    program.tab_to(name)
    windows = len(program._find_windows())
    program.keys('Return')
    program.wait(lambda: len(program._find_windows()) > windows, f'list of “{name}”')
    program.settle()
    if in_search():
        program.keys('Down')
    program.keys('Home', *keys, 'Return')
    program.wait(lambda: len(program._find_windows()) == windows, f'end of the list of “{name}”')


def take(text):
    """Into the clipboard, out of an entry that it is typed into."""
    program.keys('ctrl+k')
    program.settle()
    program.write(text)
    program.settle()
    program.keys('ctrl+a', 'ctrl+x', 'Escape')
    program.settle()


def choose_file():
    """In GTK's own dialog, what was taken. Typed there, GTK 4.18 completes from a folder it has not read, and complains
    about itself."""
    program.settle()
    program.keys('ctrl+l')
    program.settle()
    program.keys('ctrl+a', 'ctrl+v')
    program.settle()
    program.keys('Return')


def the_program_starts():
    global program
    sheet.write(SHEET, BEFORE, KNOWN)
    sheet.write(NEXT, SUNDAY, [*KNOWN, UNKNOWN])
    cli('server', 'start')
    cli('import', 'sheet', SHEET, '--store', 'Main Street')
    program = Program()
    program.expect('^Start with Your Own Shops', 'list item')
    program.keys('alt+s')
    program.expect('^On this computer$')


def a_sheet_with_an_unknown_product_is_imported():
    take(NEXT)
    program.keys('ctrl+i')
    program.expect('Choose Files…$', 'push button')
    # The button has the focus.
    program.keys('Return')
    choose_file()
    program.expect('^1 new product$')
    program.tab_to('Import$')
    program.keys('Return')
    program.wait(lambda: sql('SELECT count(*) FROM import_batches') == [['2']], 'import in the database')
    program.wait(lambda: sql("SELECT sum(quantity_wasted) FROM daily_waste WHERE product_name = 'Maple Bar'") ==
                 [[str(sum(2 + day for day in range(7)))]], 'waste of the new product')


def the_import_is_undone_and_done_again():
    program.keys('Escape')
    program.keys('ctrl+z')
    program.wait(lambda: sql("SELECT count(*) FROM daily_waste WHERE product_name = 'Maple Bar'") == [['0']],
                 'days without the import')
    cli('import', 'sheet', NEXT, '--store', 'Main Street')


def tomorrow_is_approved():
    program.keys('alt+2')
    program.expect('Forecast the Next Seven Days$', 'push button')
    program.tab_to('Forecast the Next Seven Days$')
    program.keys('Return')
    program.wait(lambda: sql("SELECT count(*) >= 14 FROM forecasts WHERE status = 'pending'") == [['t']],
                 'forecasts in the database')
    program.expect('^Main Street$', 'label')
    program.tab_to('^GtkListItemWidget$|Main Street|table row')
    program.keys('Return')
    program.expect('^Jelly$', 'label')
    program.settle()
    program.tab_to('Approve All')
    program.keys('Return')
    program.wait(lambda: sql(APPROVED) == [['t']], 'approved order in the database')


def the_approval_is_undone_and_done_again():
    program.keys('ctrl+z')
    program.wait(lambda: sql(APPROVED) == [['f']], 'order that waits again')
    program.settle()
    program.tab_to('Approve All')
    program.keys('Return')
    program.wait(lambda: sql(APPROVED) == [['t']], 'approved order in the database')


def the_order_sheet_is_made():
    take(ORDER)
    program.tab_to('^Send or Print')
    program.keys('Return')
    program.settle()
    # The last of the menu: for a printer without a printer.
    program.keys('Up', 'Return')
    choose_file()
    program.wait(lambda: os.path.exists(ORDER) and open(ORDER, 'rb').read(5) == b'%PDF-', 'order as PDF')


def the_worst_waste_is_found():
    program.keys('alt+6')
    program.expect('Analysis$')
    program.tab_to('Analysis$')
    program.keys('space')
    program.expect('^Another order$', 'list')
    # The chart says in words what it shows, the most first.
    program.tab_to('^Thrown Away$')
    program.wait(lambda: program.focused.read('Accessible', 'Description').startswith('Jelly: '), 'chart that begins with Jelly')


def forecast_of_today():
    return int(sql("SELECT sum(predicted_demand) FROM forecasts WHERE forecast_date = CURRENT_DATE "
                   "AND status = 'pending'")[0][0])


def forecast_anew():
    runs = sql('SELECT count(*) FROM forecast_runs')
    program.keys('alt+2')
    program.settle()
    program.tab_to('^Forecast Anew$')
    program.keys('Return')
    program.settle()
    program.tab_to('Forecast$')
    program.keys('Return')
    program.wait(lambda: sql('SELECT count(*) FROM forecast_runs') != runs, 'another run')
    program.settle()


def a_promotion_is_added():
    program.keys('alt+9')
    # There is no event yet: the page says what will be here, and its header adds.
    program.expect('^No Events Yet$')
    program.settle()
    program.tab_to('Add$')
    program.keys('Return')
    program.expect('^Add Event$')
    program.settle()
    # Its name has the focus; then the kind, in the order of its list.
    program.write('Two for one')
    choose('^Kind', 'Down', 'Down')
    # Shop, products, both days, closing time; GTK 4.8 tells of no focus in a row that is typed in.
    program.keys(*['Tab'] * 6)
    program.write('+60 %')
    program.keys('Return')
    program.wait(lambda: sql('SELECT name, kind, expected_effect = 0.6 FROM calendar_events '
                             'WHERE CURRENT_DATE BETWEEN starts_on AND ends_on') ==
                 [['Two for one', 'promotion', 't']], 'promotion of today in the database')


def the_forecast_changes():
    before = forecast_of_today()
    forecast_anew()
    program.wait(lambda: forecast_of_today() > before * 1.2, f'forecast of today above {before}')


def the_promotion_is_undone():
    program.keys('alt+9')
    program.settle()
    program.keys('ctrl+z')
    program.wait(lambda: sql('SELECT count(*) FROM calendar_events') == [['0']], 'calendar without it')


def two_products_are_merged():
    program.keys('alt+7')
    program.expect('Merge…$', 'push button')
    program.tab_to('Merge…$')
    program.keys('Return')
    program.expect('^Merge Products$')
    program.settle()
    # In the list's order: none yet, Glazed, Jelly, Maple Bar.
    choose('^Disappears', 'Down')
    choose('^Stays', 'Down', 'Down', 'Down')
    program.expect('^What Moves$')
    program.settle()
    program.tab_to('Merge$', 'shift+Tab')
    program.keys('Return')
    program.wait(lambda: sql(MERGED) == [['Glazed', 'Maple Bar']], 'merged product')


def the_merge_is_undone():
    program.keys('ctrl+z')
    program.wait(lambda: sql(MERGED) == [], 'two products again')


def it_ends():
    program.close()
    cli('server', 'stop')


run(the_program_starts, a_sheet_with_an_unknown_product_is_imported, the_import_is_undone_and_done_again,
    tomorrow_is_approved, the_approval_is_undone_and_done_again, the_order_sheet_is_made, the_worst_waste_is_found,
    a_promotion_is_added, the_forecast_changes, the_promotion_is_undone, two_products_are_merged, the_merge_is_undone,
    it_ends)
