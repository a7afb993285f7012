# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of the program and of its server while a million sales rows are scrolled end to end and jumped
about in, and how long the server took for each window of rows."""
import os
import re
import subprocess
import sys
import time

from bench import PROGRAM, WORK, new_home, psql, report, resident, server_processes

os.environ['DDI_E2E_BIN'] = os.path.dirname(PROGRAM)
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'e2e'))
from driver import Program  # noqa: E402

ROWS = int(os.environ.get('DDI_BENCH_ROWS', '1000000'))
# Each day of the last three months 208 shops sell 54 products.
PRODUCTS = max(1, ROWS // (89 * 208))
os.makedirs(os.path.join(WORK, 'memory'), mode=0o755)
with open(os.path.join(WORK, 'memory', 'settings.conf'), 'w', encoding='ascii') as settings:
    settings.write('log_min_duration_statement = 0\n')
home = new_home('memory')
psql(home, f"""
INSERT INTO districts (name) VALUES ('Bench');
INSERT INTO stores (district_id, name) SELECT d.id, format('Store %s', n) FROM districts d, generate_series(1, 208) n;
INSERT INTO products (name) SELECT format('Product %s', n) FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold)
SELECT (SELECT min(id) FROM users), s.id, p.id, p.name, current_date - n, (s.id * 7 + n * 3 + p.id * 11) % 97
FROM stores s, products p, generate_series(1, 89) n;
ANALYZE;""")


def xdotool(*arguments):
    return subprocess.run(['xdotool', *arguments], capture_output=True, text=True).stdout.split()


program = Program('--data-dir', home)
pid = program.process.pid
program.expect('^Needs Attention$')
program.press('^Last 30 Days$', 'push button')
program.press('^Last 90 Days$')
program.point(program.expect('^Sales$', 'list item'))
program.expect('^Add$|_Add', 'push button')
peak = {'program': 0.0, 'server': 0.0}


def sample():
    peak['program'] = max(peak['program'], resident(pid))
    peak['server'] = max(peak['server'], sum(resident(server) for server in server_processes(home)))


time.sleep(5)
start = resident(pid)
window = program.focus()
xdotool('mousemove', '--window', window, '800', '500', 'click', '1')
for _ in range(20):
    for key in ('End', 'Home', 'Next', 'Next', 'Next', 'Next', 'End', 'Prior', 'Prior', 'Home'):
        xdotool('key', key)
    sample()
# The scroll bar, from place to place.
geometry = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window))
width, height = int(geometry['WIDTH']), int(geometry['HEIGHT'])
for step in range(40):
    y = 200 + (step * 37) % 40 * (height - 260) // 40
    xdotool('mousemove', '--window', window, str(width - 30), str(y))
    time.sleep(0.2)
    xdotool('mousemove', '--window', window, str(width - 8), str(y), 'click', '1')
    time.sleep(0.5)
    sample()
xdotool('key', 'ctrl+q')
program.process.wait(60)


def statements(beginning):
    """Milliseconds of each run of a statement: its parse, bind and execute together."""
    spent, total = [], 0.0
    with open(os.path.join(home, 'server.log'), encoding='utf-8') as log:
        for match in re.finditer(r'duration: ([\d.]+) ms  (parse|bind|execute) <unnamed>: ' + beginning, log.read()):
            total = float(match[1]) + (0 if match[2] == 'parse' else total)
            if match[2] == 'execute':
                spent.append(total)
    if not spent:
        sys.exit(f'memory: nothing was read with {beginning}: the list was not scrolled')
    return sorted(spent)


windows_ms, seeks_ms = statements('-- A window of the sales list'), statements('-- The day on which a row')
report('memory', rows=int(psql(home, 'SELECT count(*) FROM daily_sales')), program_at_start_mb=start,
       program_peak_mb=peak['program'], server_peak_mb=peak['server'], windows=len(windows_ms),
       window_p95_ms=windows_ms[int(0.95 * (len(windows_ms) - 1))], seeks=len(seeks_ms),
       seek_p95_ms=seeks_ms[int(0.95 * (len(seeks_ms) - 1))])
