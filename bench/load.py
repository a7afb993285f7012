# SPDX-License-Identifier: GPL-3.0-or-later
"""200 clients through PgBouncer in transaction mode over 25 server connections: our own units, read and written, for
DDI_BENCH_SECONDS (60). An error, a deadlock or a lock time-out ends it."""
import os
import pathlib
import re
import shutil
import subprocess
import time

from bench import WORK, cli, new_home, psql, report

CLIENTS, POOL = 200, 25
SECONDS = int(os.environ.get('DDI_BENCH_SECONDS', '60'))
QUERIES = pathlib.Path(__file__).resolve().parent.parent / 'sql' / 'queries'


def query(name, *values):
    """One of our statements with pgbench's variables, or constants, in the place of its parameters."""
    text = re.sub(r'--.*', '', (QUERIES / f'{name}.sql').read_text(encoding='utf-8')).strip().rstrip(';')
    text = text.replace('HH24:MI', 'HH24.MI')  # pgbench would take :MI for a variable
    for i, value in reversed(list(enumerate(values, 1))):
        text = text.replace(f'${i}', value)
    return text + ';\n'


def unit(token, *statements, begin='unit/begin'):
    """As the program sends it: one pipeline, one round trip."""
    return '\\startpipeline\n' + query(begin) + query('unit/open-session', f"'{token}'", "'30000'", "'bench'") + \
        ''.join(statements) + query('unit/commit') + '\\endpipeline\n'


def write_scripts(home, token):
    database, user, stores, products, last = psql(home, """
        SELECT (SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid'), (SELECT min(id) FROM users),
               (SELECT max(id) FROM stores), (SELECT max(id) FROM products), (SELECT max(date) FROM daily_sales)""").split('|')
    some = f'\\set store random(1, {stores})\n\\set product random(1, {products})\n\\set back random(0, 300)\n' \
           '\\set pieces random(0, 100)\n'
    day = f"(date '{last}' - :back::int)"
    scripts = {
        # What "Enter a day" reads, and what the overview does.
        'read': some + unit(token, query('entry/list-lines', ':store', day), query('entry/get-day', ':store', day),
                            query('waste/list-reasons'), begin='unit/begin-read-only'),
        # A change as the outbox sends it.
        'write': some + unit(token, query('unit/record-request', 'gen_random_uuid()'),
                             query('outbox/check-addressee', f"'{database}'", user),
                             query('orders/insert-comment', ':store', day, ':product', user, "'load'"),
                             query('entry/begin-day', ':store', day)),
    }
    for name, text in scripts.items():
        (pathlib.Path(WORK) / f'{name}.sql').write_text(text, encoding='utf-8')
        os.chmod(pathlib.Path(WORK) / f'{name}.sql', 0o644)


def start_pooler(host):
    folder = pathlib.Path(WORK) / 'pooler'
    folder.mkdir()
    (folder / 'pgbouncer.ini').write_text(
        f'[databases]\napp = host={host} port=5432 dbname=dunkin_demand user=ddi_app pool_size={POOL}\n'
        f'[pgbouncer]\nlisten_addr =\nlisten_port = 5432\nunix_socket_dir = {folder}\nauth_type = any\n'
        f'pool_mode = transaction\nmax_client_conn = {CLIENTS + 20}\n', encoding='utf-8')
    command = [shutil.which('pgbouncer') or '/usr/sbin/pgbouncer', '-q', str(folder / 'pgbouncer.ini')]
    if os.geteuid() == 0:
        shutil.chown(folder, 'postgres', 'postgres')
        command = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] + command
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not (folder / '.s.PGSQL.5432').exists():
        time.sleep(0.05)
    return process, folder


def main():
    home = new_home('load')
    cli(home, 'demo')
    token = psql(home, "SELECT auth.open_local_session('bench')")
    write_scripts(home, token)
    host = re.search(r'host=([^&]*)', cli(home, 'server', 'uri', '--role', 'app')).group(1).replace('%2F', '/')
    pooler, folder = start_pooler(host)
    try:
        run = subprocess.run(
            ['pgbench', '-n', '-M', 'extended', '-c', str(CLIENTS), '-j', '2', '-T', str(SECONDS), '-f',
             f'{WORK}/read.sql@7', '-f', f'{WORK}/write.sql@3', '-h', str(folder), '-p', '5432', '-U', 'ddi_app', 'app'],
            capture_output=True, text=True, check=False)
    finally:
        pooler.terminate()
        pooler.wait()
    log = ''.join(p.read_text(errors='replace') for p in pathlib.Path(home).glob('server.log*'))
    bad = len(re.findall(r'deadlock detected|lock timeout|statement timeout|ERROR:', log))
    figures = {name: float(re.search(pattern, run.stdout).group(1)) for name, pattern in
               (('units', r'actually processed: (\d+)'), ('ms', r'latency average = ([\d.]+)'),
                ('a_second', r'tps = ([\d.]+)'), ('failed', r'failed transactions: (\d+)'))}
    written = int(psql(home, "SELECT count(*) FROM forecast_comments WHERE body = 'load'"))
    report('load', clients=CLIENTS, pool=POOL, seconds=SECONDS, written=written, errors=bad, **figures)
    if run.returncode or bad or figures['failed']:
        raise SystemExit(run.stderr[-2000:] or 'load: errors in the server\'s log')


main()
