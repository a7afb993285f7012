# SPDX-License-Identifier: GPL-3.0-or-later
"""From starting the program on the demo district to the painted Overview: the first start makes the
database and the demo, and shows it while its forecasts are made; the next ones find the server stopped."""
import os
import shutil
import subprocess
import sys
import time

from bench import PROGRAM, WORK, report

# --screenshots lets a page settle this long after it has loaded (SETTLE_TICKS of ddi-screenshots.c).
SETTLE = 0.8
home = os.path.join(WORK, 'start')
pictures = os.path.join(WORK, 'pictures')


def start():
    """Seconds to the Overview, and to its forecasts."""
    shutil.rmtree(pictures, ignore_errors=True)
    begin = time.perf_counter()
    program = subprocess.Popen([PROGRAM, '--data-dir', home, '--demo', '--screenshots', pictures])
    seen = {}
    while 'overview' not in seen:
        if program.poll() is not None:
            sys.exit(f'start: the program ended with {program.returncode} before it showed the Overview')
        time.sleep(0.01)
        for name in ('overview-forecasting', 'overview'):
            if name not in seen and os.path.exists(os.path.join(pictures, name + '.png')):
                seen[name] = time.perf_counter() - begin - SETTLE
    program.wait()
    return seen.get('overview-forecasting', seen['overview']), seen['overview']


def tell(**what):
    overview, forecasts = start()
    report('start', **what, seconds=overview, forecasts_seconds=forecasts)


tell(kind='first')
for run in range(3):
    tell(kind='second', run=run + 1)
