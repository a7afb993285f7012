# SPDX-License-Identifier: GPL-3.0-or-later
"""What the measurements share."""
import json
import os
import subprocess
import time

CLI = os.environ['DDI_BENCH_CLI']
PROGRAM = os.environ['DDI_BENCH_PROGRAM']
WORK = os.environ['DDI_BENCH_WORK']


def cli(home, *arguments):
    return subprocess.run([CLI, '--data-dir', home, *arguments], check=True, capture_output=True, text=True).stdout


def timed(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def new_home(name):
    """A home that is initialised and whose server runs until it is stopped; its psql arguments."""
    home = os.path.join(WORK, name)
    cli(home, 'server', 'start')
    return home


def psql(home, text, role='owner'):
    uri = cli(home, 'server', 'uri', '--role', role).strip()
    command = ['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', uri]
    return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout.strip()


def resident(pid):
    """Proportional set size in MB: what is shared counts by its share."""
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as rollup:
        for line in rollup:
            if line.startswith('Pss:'):
                return int(line.split()[1]) / 1024
    return 0.0


def server_processes(home):
    with open(os.path.join(home, 'data', 'postmaster.pid'), encoding='ascii') as file:
        postmaster = int(file.readline())
    children = subprocess.run(['pgrep', '-P', str(postmaster)], capture_output=True, text=True).stdout.split()
    return [postmaster, *map(int, children)]


def report(name, **figures):
    print(name + ' ' + json.dumps({key: round(value, 3) if isinstance(value, float) else value
                                   for key, value in figures.items()}), flush=True)
