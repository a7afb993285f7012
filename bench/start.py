# SPDX-License-Identifier: GPL-3.0-or-later
"""From starting the program on the demo district to the painted Overview: the first start makes the
database and the demo, the next ones find the server stopped."""
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
    shutil.rmtree(pictures, ignore_errors=True)
    begin = time.perf_counter()
    program = subprocess.Popen([PROGRAM, '--data-dir', home, '--demo', '--screenshots', pictures])
    overview = os.path.join(pictures, 'overview.png')
    while not os.path.exists(overview):
        if program.poll() is not None:
            sys.exit(f'start: the program ended with {program.returncode} before it showed the Overview')
        time.sleep(0.01)
    seconds = time.perf_counter() - begin - SETTLE
    program.wait()
    return seconds


report('start', kind='first', seconds=start())
for run in range(3):
    report('start', kind='second', run=run + 1, seconds=start())
