# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of the program and of its server while a million sales rows are scrolled end to end and jumped
about in, and how long the server took for each window of rows."""
import os
import re
import subprocess
import sys
import time

from bench import PROGRAM, WORK, new_home, psql, report, resident, server_processes

ROWS = int(os.environ.get('DDI_BENCH_ROWS', '1000000'))
os.makedirs(os.path.join(WORK, 'memory'), mode=0o755)
with open(os.path.join(WORK, 'memory', 'settings.conf'), 'w', encoding='ascii') as settings:
    settings.write('log_min_duration_statement = 0\n')
home = new_home('memory')
psql(home, f"""
INSERT INTO districts (name) VALUES ('Bench');
INSERT INTO stores (district_id, name) SELECT d.id, format('Store %s', n) FROM districts d, generate_series(1, 40) n;
INSERT INTO products (name) SELECT format('Product %s', n) FROM generate_series(1, 25) n;
INSERT INTO daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold)
SELECT (SELECT min(id) FROM users), s.id, p.id, p.name, current_date - n, (s.id * 7 + n * 3 + p.id * 11) % 97
FROM stores s, products p, generate_series(1, {ROWS} / 1000) n;
ANALYZE;""")


def xdotool(*arguments):
    return subprocess.run(['xdotool', *arguments], capture_output=True, text=True).stdout.split()


# The Sales page, and ten years of it.
config = os.path.join(WORK, 'config')
os.makedirs(os.path.join(config, 'glib-2.0', 'settings'))
with open(os.path.join(config, 'glib-2.0', 'settings', 'keyfile'), 'w', encoding='ascii') as keys:
    keys.write("[io/github/dunkin_demand/Intelligence]\npage='sales'\nfilter-days=3660\n")
program = subprocess.Popen([PROGRAM, '--data-dir', home],
                           env=os.environ | {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': config})
peak = {'program': 0.0, 'server': 0.0}


def sample():
    peak['program'] = max(peak['program'], resident(program.pid))
    peak['server'] = max(peak['server'], sum(resident(pid) for pid in server_processes(home) if os.path.exists(f'/proc/{pid}')))


while not (windows := xdotool('search', '--onlyvisible', '--pid', str(program.pid))):
    time.sleep(0.2)
time.sleep(5)
start = resident(program.pid)
xdotool('windowfocus', '--sync', windows[-1])
xdotool('mousemove', '--window', windows[-1], '800', '500', 'click', '1')
for _ in range(20):
    for key in ('End', 'Home', 'Next', 'Next', 'Next', 'Next', 'End', 'Prior', 'Prior', 'Home'):
        xdotool('key', key)
    sample()
# The scroll bar, from place to place.
geometry = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', windows[-1]))
width, height = int(geometry['WIDTH']), int(geometry['HEIGHT'])
for step in range(40):
    y = 200 + (step * 37) % 40 * (height - 260) // 40
    xdotool('mousemove', '--window', windows[-1], str(width - 30), str(y))
    time.sleep(0.2)
    xdotool('mousemove', '--window', windows[-1], str(width - 8), str(y), 'click', '1')
    time.sleep(0.5)
    sample()
xdotool('key', 'ctrl+q')
program.wait(60)


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
