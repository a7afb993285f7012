# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of the program and of its server while a million sales rows are scrolled end to end."""
import os
import subprocess
import time

from bench import PROGRAM, cli, new_home, psql, report, resident, server_processes

ROWS = int(os.environ.get('DDI_BENCH_ROWS', '1000000'))
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


program = subprocess.Popen([PROGRAM, '--data-dir', home])
peak = {'program': 0.0, 'server': 0.0}


def sample():
    peak['program'] = max(peak['program'], resident(program.pid))
    peak['server'] = max(peak['server'], sum(resident(pid) for pid in server_processes(home) if os.path.exists(f'/proc/{pid}')))


while not (windows := xdotool('search', '--onlyvisible', '--pid', str(program.pid))):
    time.sleep(0.2)
time.sleep(5)
start = resident(program.pid)
xdotool('windowfocus', '--sync', windows[-1])
for page in range(1, 10):
    # The Sales page is one of the first nine; every one is visited, so that it is warm.
    xdotool('key', f'alt+{page}')
    time.sleep(1.5)
    sample()
# The widest range, and the table of the Sales page, by its place in the sidebar.
xdotool('key', 'alt+4')
time.sleep(2)
xdotool('mousemove', '--window', windows[-1], '800', '500', 'click', '1')
for _ in range(40):
    for key in ('End', 'Home', 'Next', 'Next', 'Next', 'Next', 'End', 'Prior', 'Prior', 'Home'):
        xdotool('key', key)
    sample()
report('memory', rows=int(psql(home, 'SELECT count(*) FROM daily_sales')), program_at_start_mb=start,
       program_peak_mb=peak['program'], server_peak_mb=peak['server'])
xdotool('key', 'ctrl+q')
program.wait(30)
