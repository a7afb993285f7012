# SPDX-License-Identifier: GPL-3.0-or-later
"""Our choice and fit of exponential smoothing against R's ets() on the same series, both in this run, on one
thread, by processor time: usage: ets.py BENCH-ETS SALES.csv. Days without a row count as 0, so that R takes them;
both then choose among the forms with an additive error wherever there is one."""
import csv
import datetime
import os
import statistics
import subprocess
import sys

PERIOD = '7'
AS_GOOD = 1e-3  # of the AICc

program, sales = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
work = os.environ.get('DDI_BENCH_WORK', '/tmp')


def series(path):
    """One list of days a store and product, from the file's first day to its last."""
    figures, days = {}, set()
    with open(path, newline='') as file:
        for row in csv.DictReader(file):
            day = datetime.date.fromisoformat(row['date']).toordinal()
            days.add(day)
            figures.setdefault((row['store'], row['product']), {})[day] = row['quantity']
    return [[found.get(day, '0') for day in range(min(days), max(days) + 1)] for found in figures.values()]


def measure(*command):
    environment = dict(os.environ, OMP_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1')
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return [tuple(map(float, line.split())) for line in out.splitlines()]


path = os.path.join(work, 'ets-series.txt')
with open(path, 'w') as file:
    for y in series(sales):
        print(*y, file=file)
ours = measure(program, path, PERIOD)
theirs = measure('Rscript', os.path.join(here, 'ets.R'), path, PERIOD)
times = [r / o for (o, _), (r, _) in zip(ours, theirs)]
good = sum(o <= r + AS_GOOD * abs(r) for (_, o), (_, r) in zip(ours, theirs))
better = sum(o < r - 0.5 for (_, o), (_, r) in zip(ours, theirs))
print(f'ets series {len(ours)} ours_ms {1000 * statistics.mean(o for o, _ in ours):.2f}',
      f'r_ms {1000 * statistics.mean(r for r, _ in theirs):.0f}',
      f'times_faster {sum(r for r, _ in theirs) / sum(o for o, _ in ours):.0f}',
      f'least {min(times):.0f} median {statistics.median(times):.0f}',
      f'aicc_as_good {good} better {better}')
