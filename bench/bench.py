# SPDX-License-Identifier: GPL-3.0-or-later
"""What the measurements share."""
import contextlib
import json
import os
import re
import statistics
import subprocess
import time

CLI = os.environ['DDI_BENCH_CLI']
PROGRAM = os.environ['DDI_BENCH_PROGRAM']
WORK = os.environ['DDI_BENCH_WORK']
HERE = os.path.dirname(os.path.abspath(__file__))
LIST = [os.path.join(HERE, '..', 'tests', 'run-ui.sh'), os.environ['DDI_BENCH_LIST']]
QUERIES = os.path.join(HERE, '..', 'sql', 'queries')


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
    """Proportional set size in MB: what is shared counts by its share; 0 of a process that has ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
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


def execute(name, *parameters):
    """One of our queries with its parameters in place, as they are known when it is planned."""
    with open(os.path.join(QUERIES, name + '.sql'), encoding='utf-8') as file:
        text = re.sub(r'--.*', '', file.read()).strip().rstrip(';')
    return re.sub(r'\$(\d+)', lambda m: parameters[int(m[1]) - 1], text)


def measure(home, statement, runs, ours):
    """Milliseconds of each run of a statement by ddi_app: in a unit as the program sends it, or as psql leaves it."""
    token = psql(home, "SELECT auth.open_local_session('bench')")
    begin = 'BEGIN;\n' + execute('unit/open-session', f"'{token}'", "'0'", "'bench'") if ours else f"SET ddi.session = '{token}'"
    text = f'\\o /dev/null\n{begin};\n\\timing on\n' + f'{statement};\n' * (runs + 1)
    uri = cli(home, 'server', 'uri', '--role', 'app').strip()
    out = subprocess.run(['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', uri], input=text, check=True,
                         capture_output=True, text=True).stdout
    # The first run warms the caches.
    return [float(m) for m in re.findall(r'Time: ([\d.]+) ms', out)][1:]


def compare(kind, home, cases, runs):
    """Of each (name, ours, the plain statement beside it or None): median and 95th percentile, and how much faster."""
    for name, ours, literal in cases:
        times = measure(home, ours, runs, True)
        figures = {'p50_ms': statistics.median(times), 'p95_ms': sorted(times)[int(0.95 * (runs - 1))]}
        if literal:
            plain = statistics.median(measure(home, literal, runs, False))
            figures |= {'literal_ms': plain, 'ratio': plain / figures['p50_ms']}
        report(kind, query=name, **figures)
