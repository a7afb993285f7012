# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling the demo district, then 288 series x 14 days: fits and writes together."""
from bench import cli, new_home, psql, report, timed

home = new_home('generate')
report('demo', seconds=timed(cli, home, 'demo'), rows=int(psql(home, 'SELECT max(rows_added) FROM import_batches')))
for run in range(3):
    seconds = timed(cli, home, 'generate', '--days', '14')
    report('generate', run=run + 1, seconds=seconds,
           series=int(psql(home, 'SELECT n_series FROM forecast_runs ORDER BY id DESC LIMIT 1')),
           forecasts=int(psql(home, "SELECT count(*) FROM forecasts WHERE status = 'pending'")))
