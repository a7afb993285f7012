# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a backtest's errors lie: event days against others, and coverage by product and by weekday.
usage: accuracy-detail.py SALES.csv EVENTS.csv FORECAST.csv   (standard library only)
An event day is a holiday, the day before or the day after."""
import csv
import datetime
import os
import sys
from collections import defaultdict


def rows(path):
    with open(path, newline='') as file:
        yield from csv.DictReader(file)


sales, events, forecasts = sys.argv[1:4]
actual = defaultdict(float)
for r in rows(sales):
    actual[r['store'], r['product'], r['date']] += float(r['quantity'])
near = set()
day = datetime.timedelta(days=1)
for r in rows(events) if os.path.exists(events) else ():
    if r['kind'] == 'holiday':
        first, last = (datetime.date.fromisoformat(r[c]) for c in ('starts_on', 'ends_on'))
        first -= day
        while first <= last + day:
            near.add(first.isoformat())
            first += day
error, total = defaultdict(float), defaultdict(float)
inside, count = defaultdict(int), defaultdict(int)
for r in rows(forecasts):
    y, p = actual[r['store'], r['product'], r['date']], float(r['predicted'])
    kind = 'event days' if r['date'] in near else 'other days'
    error[kind] += abs(y - p)
    total[kind] += y
    weekday = 'weekday ' + datetime.date.fromisoformat(r['date']).strftime('%u')
    for group in ('product ' + r['product'], weekday):
        inside[group] += float(r['lower']) <= y <= float(r['upper'])
        count[group] += 1
for kind in sorted(error):
    print(f'  wape on {kind}: {error[kind] / max(total[kind], 1):.4f}')
for prefix in ('product ', 'weekday '):
    print('  coverage by ' + prefix + '  '.join(f'{g[len(prefix):]} {inside[g] / count[g]:.3f}'
                                               for g in sorted(count) if g.startswith(prefix)))
