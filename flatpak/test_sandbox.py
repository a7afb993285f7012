# SPDX-License-Identifier: GPL-3.0-or-later
"""The program in its sandbox: the server starts, survives being killed with it, and is never started twice."""
import datetime
import json
import os
import subprocess
import time

from driver import Failure, Program, cli, run, sql

ID = os.environ['DDI_E2E_ID']
DATA = os.path.join(os.environ['HOME'], '.var/app', ID, 'data')
DEMO = os.path.join(DATA, 'dunkin-demand-demo')
TOMORROW = str(datetime.date.today() + datetime.timedelta(days=1))

program = None


def status(*options):
    return json.loads(cli(*options, 'server', 'status', '--json'))


def the_command_line_works_in_the_sandbox():
    cli('demo')
    before = json.loads(cli('status', '--json'))
    if not os.path.isdir(os.path.join(DATA, 'dunkin-demand')):
        raise Failure(f'the data are not in {DATA}: {before}')
    if status()['running']:
        raise Failure('the server has outlived the command')


def the_translation_is_in_the_bundle():
    subprocess.run(['flatpak', '--user', 'run', '--command=test', ID, '-s',
                    '/app/share/locale/es/LC_MESSAGES/dunkin-demand.mo'], check=True)


def a_first_start_shows_the_demo_district():
    global program
    program = Program('--demo')
    program.expect('^Pages$', 'list')
    program.expect('^Demo district$')
    program.expect('^Forecasts$')
    # The window does not wait for them.
    program.wait(lambda: len(cli('--data-dir', DEMO, 'export', 'forecasts', '--from', TOMORROW).splitlines()) > 1,
                 'forecasts')


def a_second_sandbox_shares_the_server():
    shared = status('--data-dir', DEMO)
    if not shared['running'] or shared['programs'] < 1:
        raise Failure(f'another sandbox does not see the server: {shared}')
    cli('--data-dir', DEMO, 'order', '--date', TOMORROW)


def it_ends_and_stops_the_server():
    program.close()
    if status('--data-dir', DEMO)['running']:
        raise Failure('the server is still there')


def what_was_killed_comes_back():
    global program
    program = Program('--demo')
    program.expect('^Demo district$')
    figures = sql('SELECT count(*), sum(quantity_sold) FROM daily_sales', '--data-dir', DEMO)
    sql("INSERT INTO districts (name) VALUES ('Just before')", '--data-dir', DEMO)
    subprocess.run(['flatpak', 'kill', ID], check=True)
    program.process.wait(60)
    program = Program('--demo')
    program.expect('^Demo district$')
    program.expect('^Crashed last time$')
    if sql('SELECT count(*), sum(quantity_sold) FROM daily_sales', '--data-dir', DEMO) != figures:
        raise Failure('figures are lost')
    if sql("SELECT count(*) FROM districts WHERE name = 'Just before'", '--data-dir', DEMO) != [['1']]:
        raise Failure('what was written last is lost')
    program.close()


def has_column():
    return json.loads(cli('columns', 'list', '--json')) != []


def a_moment_comes_back_and_is_taken_back():
    cli('backup', 'continuous', 'on')
    # A moment is told in seconds.
    time.sleep(1.1)
    moment = time.strftime('%Y-%m-%d %H:%M:%S')
    time.sleep(1.1)
    cli('columns', 'add', 'sales', 'Till', 'text')
    cli('restore', '--to-time', moment, '--yes')
    if has_column():
        raise Failure(f'{moment} has what came later')
    cli('restore', '--undo', '--yes')
    if not has_column():
        raise Failure('what came later is lost')


run(the_command_line_works_in_the_sandbox, the_translation_is_in_the_bundle, a_first_start_shows_the_demo_district,
    a_second_sandbox_shares_the_server, it_ends_and_stops_the_server, what_was_killed_comes_back,
    a_moment_comes_back_and_is_taken_back)
