# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start of somebody with shops of their own, and the second."""
import json

from driver import Failure, Program, cli, run, sql

program = None


def the_first_start_asks():
    global program
    program = Program()
    for choice in ('^Try the Demo District', '^Start with Your Own Shops', '^Connect to a Server', '^Restore from a Backup'):
        program.expect(choice, 'list item')


def every_control_has_a_name():
    unnamed = list(program.unnamed())
    if unnamed:
        raise Failure('\n'.join(unnamed))


def own_shops_are_one_key_away():
    program.keys('alt+s')
    program.expect('^Pages$', 'list')
    program.expect('^On this computer$')
    if sql('SELECT count(*) FROM stores') != [['0']]:
        raise Failure('a new database has shops')
    cli('server', 'stop')


def every_page_names_its_controls():
    every_control_has_a_name()


def it_ends_and_stops_the_server():
    program.close()
    status = json.loads(cli('server', 'status', '--json'))
    if status.get('running'):
        raise Failure(f'the server is still there: {status}')


run(the_first_start_asks, every_control_has_a_name, own_shops_are_one_key_away, every_page_names_its_controls,
    it_ends_and_stops_the_server)
