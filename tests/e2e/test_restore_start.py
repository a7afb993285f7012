# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start on a new computer, from the backup of one that is gone."""
import os
import subprocess

from driver import Failure, Program, cli, run, sql

OTHER = os.path.abspath('other')
NAME = 'io.github.dunkin_demand.Intelligence'
program = None


def restore(path):
    """What choosing the file in the dialog does."""
    subprocess.run(['gdbus', 'call', '--session', '--dest', NAME, '--object-path', '/' + NAME.replace('.', '/'),
                    '--method', 'org.gtk.Actions.Activate', 'restore-backup', f'[<{path!r}>]', '{}'],
                   check=True, capture_output=True)


def a_computer_is_lost():
    cli('--data-dir', OTHER, 'server', 'start')
    uri = cli('--data-dir', OTHER, 'server', 'uri', '--role', 'owner').strip()
    subprocess.run(['psql', '-X', '-q', '-d', uri, '-c', "INSERT INTO districts (name) VALUES ('Of the lost one')"],
                   check=True)
    cli('--data-dir', OTHER, 'backup', '--output', os.path.abspath('saved.dump'))
    cli('--data-dir', OTHER, 'server', 'stop')


def the_first_start_offers_it():
    global program
    program = Program()
    program.expect('^Restore from a Backup', 'list item')


def what_is_no_backup_is_said():
    with open('letter.dump', 'w') as file:
        file.write('Dear Ana')
    restore(os.path.abspath('letter.dump'))
    program.expect('^This Is No Backup')
    program.keys('Escape')
    program.gone('^This Is No Backup')


def a_backup_becomes_the_data():
    restore(os.path.abspath('saved.dump'))
    program.expect('^Pages$', 'list')
    program.expect('^On this computer$')
    if sql("SELECT count(*) FROM districts WHERE name = 'Of the lost one'") != [['1']]:
        raise Failure('the backup is not what is there')
    program.close()


run(a_computer_is_lost, the_first_start_offers_it, what_is_no_backup_is_said, a_backup_becomes_the_data)
