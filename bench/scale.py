# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten million sales rows (200 shops x 46 products x 3 years unless DDI_BENCH_STORES and DDI_BENCH_DAYS say otherwise), made
in SQL: the Overview, each report of the contract and each list, as ddi_app under the policies, beside the contract's own
statement (as it stands there) on the same server; the Sales page over all of it; imports into it; then what is older than
two years moves to the archive, and all of it is measured again."""
import datetime
import os
import subprocess
import time

from bench import LIST, WORK, cli, compare, execute, new_home, psql, report, resident, server_processes, timed

STORES = int(os.environ.get('DDI_BENCH_STORES', '200'))
DAYS = int(os.environ.get('DDI_BENCH_DAYS', '1096'))
INGEST = int(os.environ.get('DDI_BENCH_INGEST', '500000'))
RUNS = int(os.environ.get('DDI_BENCH_RUNS', '9'))
JUMPS = int(os.environ.get('DDI_BENCH_JUMPS', '300'))
TABLES = ('daily_sales', 'daily_waste', 'daily_production', 'forecasts', 'store_days')
today = datetime.date.today()

home = new_home('scale')
begin = time.perf_counter()
psql(home, f"""
INSERT INTO districts (name) SELECT format('District %s', n) FROM generate_series(1, greatest(1, {STORES} / 20)) n;
INSERT INTO stores (district_id, name) SELECT d.id, format('Store %s-%s', d.id, n)
FROM districts d, generate_series(1, least(20, {STORES})) n;
INSERT INTO products (name, category, unit_cost, unit_price)
SELECT format('Product %s', n), (ARRAY['Donuts', 'Munchkins', 'Bagels', 'Muffins'])[1 + n % 4], 0.4, 1.5 FROM generate_series(1, 46) n;
{''.join(f'ALTER TABLE {t} DISABLE TRIGGER USER;' for t in TABLES)}
INSERT INTO daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold, revenue)
SELECT (SELECT min(id) FROM users), s.id, p.id, p.name, current_date - n, (s.id * 7 + n * 3 + p.id * 11) % 97, (s.id + n) % 97
FROM generate_series({DAYS}, 1, -1) n, stores s, products p;
INSERT INTO daily_waste (user_id, store_id, product_id, product_name, date, quantity_wasted, reason, cost)
SELECT user_id, store_id, product_id, product_name, date, quantity_sold % 9,
       (ARRAY['End of day', 'Damaged', 'Expired'])[1 + quantity_sold % 3], quantity_sold % 5
FROM daily_sales WHERE quantity_sold % 9 > 0;
INSERT INTO daily_production (user_id, store_id, product_id, product_name, date, quantity_produced)
SELECT user_id, store_id, product_id, product_name, date, quantity_sold + 5 FROM daily_sales;
INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM daily_sales;
INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand, lower_bound, upper_bound,
                       confidence, actual_demand, actual_censored, status, horizon)
SELECT user_id, store_id, product_id, product_name, date, quantity_sold + 3, quantity_sold - 9, quantity_sold + 9, 0.8,
       quantity_sold, false, 'approved', 1
FROM daily_sales WHERE date > current_date - 90;
{''.join(f'ALTER TABLE {t} ENABLE TRIGGER USER;' for t in TABLES)}
SELECT recount_daily_totals();
SELECT recount_store_totals();
""")
psql(home, 'VACUUM ANALYZE')
rows = int(psql(home, 'SELECT count(*) FROM daily_sales'))
report('scale', kind='made', rows=rows, seconds=time.perf_counter() - begin)

first, last = f"'{today - datetime.timedelta(364)}'", f"'{today}'"
month, old = f"'{today - datetime.timedelta(29)}'", f"'{today - datetime.timedelta(1090)}'"
yesterday = f"'{today - datetime.timedelta(1)}'"
store = psql(home, 'SELECT min(id) FROM stores')
window = ("NULL", "NULL", "NULL", "NULL", "NULL")
start = ("NULL", "NULL", "NULL", "NULL", "0", "100")
some = f"'{{{store}}}'"


def lists(kind, table):
    return [
        (f'{kind}/list-window', execute(f'{kind}/list-window', *window, "'date'", 'true', *start),
         f'SELECT * FROM {table} ORDER BY date DESC, id DESC LIMIT 100'),
        (f'{kind}/list-window of one shop', execute(f'{kind}/list-window', some, *window[1:], "'date'", 'true', *start), None),
        (f'{kind}/list-window by product', execute(f'{kind}/list-window', *window, "'product'", 'false', *start), None),
        (f'{kind}/list-window by pieces, a month',
         execute(f'{kind}/list-window', 'NULL', month, last, 'NULL', 'NULL', "'quantity'", 'true', *start), None),
        (f'{kind}/count', execute(f'{kind}/count', *window), f'SELECT count(*) FROM {table}'),
        (f'{kind}/seek half-way', execute(f'{kind}/seek', *window, "'date'", 'true', str(rows // 2), '200'), None),
    ]


def literal_totals(begin):
    """What the cards of the Overview say of sales and waste, asked of the contract's tables as they stand: the range and
    as many days before it, by category. What was made has no table in the contract."""
    return ' UNION ALL '.join(
        f"""SELECT '{table}', t.date < {begin}, p.category, sum(t.{quantity}), sum(t.{money})
        FROM {table} t JOIN products p ON p.id = t.product_id
        WHERE t.date BETWEEN {begin}::date - ({last}::date - {begin}::date + 1) AND {last} GROUP BY 2, 3"""
        for table, quantity, money in (('daily_sales', 'quantity_sold', 'revenue'),
                                       ('daily_waste', 'quantity_wasted', 'cost')))


cases = [
    ('overview/get-today', execute('overview/get-today', '0', last), None),
    ('overview/list-totals, a year', execute('overview/list-totals', '0', first, last, last), literal_totals(first)),
    ('overview/list-totals, a year, against sales alone', execute('overview/list-totals', '0', first, last, last),
     f"SELECT sum(quantity_sold), sum(revenue) FROM daily_sales WHERE date BETWEEN {first} AND {last}"),
    ('overview/list-totals, a month', execute('overview/list-totals', '0', month, last, last), literal_totals(month)),
    ('overview/list-totals, all', execute('overview/list-totals', '0', old, last, last),
     f"SELECT sum(quantity_sold), sum(revenue) FROM daily_sales WHERE date BETWEEN {old} AND {last}"),
    ('overview/list-days', execute('overview/list-days', '0', first, last, '7'),
     f"SELECT date, sum(quantity_sold) FROM daily_sales WHERE date BETWEEN {first} AND {last} GROUP BY date"),
    ('overview/list-waste-reasons', execute('overview/list-waste-reasons', '0', first, last, '7'),
     f"SELECT reason, sum(quantity_wasted), sum(cost) FROM daily_waste WHERE date BETWEEN {first} AND {last} GROUP BY reason"),
    ('overview/list-waste-products', execute('overview/list-waste-products', '0', first, last),
     f"SELECT product_name, sum(quantity_wasted), sum(cost) FROM daily_waste WHERE date BETWEEN {first} AND {last} GROUP BY product_name"),
    ('overview/list-errors, a month', execute('overview/list-errors', '0', month, last), None),
    ('overview/list-sell-outs', execute('overview/list-sell-outs', '0', last), None),
    ('overview/list-gaps', execute('overview/list-gaps', '0', last), None),
    ('overview/count-doubts', execute('overview/count-doubts', '0', last), None),
    ('overview/list-totals of one shop', execute('overview/list-totals', store, first, last, last), None),
    # The contract's five examples.
    ('reports/users', execute('reports/users', '10', last, 'NULL'),
     "SELECT u.id, u.name, COUNT(*) as sales_count FROM users u JOIN daily_sales ds ON u.id = ds.user_id "
     "GROUP BY u.id, u.name ORDER BY sales_count DESC LIMIT 10"),
    ('reports/trends', execute('reports/trends', last, '30', 'NULL'),
     "SELECT date, SUM(revenue) as daily_revenue FROM daily_sales WHERE date >= CURRENT_DATE - INTERVAL '30 days' "
     "GROUP BY date ORDER BY date DESC"),
    ('reports/accuracy', execute('reports/accuracy', last, '20', 'NULL', 'NULL'),
     "SELECT f.forecast_date, f.product_name, f.predicted_demand, f.actual_demand, ROUND(ABS(f.predicted_demand - "
     "f.actual_demand)::numeric / f.predicted_demand * 100, 2) as error_pct FROM forecasts f "
     "WHERE f.actual_demand IS NOT NULL ORDER BY f.forecast_date DESC LIMIT 20"),
    ('reports/waste', execute('reports/waste', last, '90', 'NULL'),
     "SELECT product_name, SUM(quantity_wasted) as total_wasted, SUM(cost) as total_cost FROM daily_waste "
     "WHERE date >= CURRENT_DATE - INTERVAL '90 days' GROUP BY product_name ORDER BY total_cost DESC"),
    ('reports/activity', execute('reports/activity', last, '7', '50', "'UTC'"),
     "SELECT user_id, action, details, created_at FROM audit_logs WHERE created_at >= CURRENT_DATE - INTERVAL '7 days' "
     "ORDER BY created_at DESC LIMIT 50"),
    *lists('sales', 'daily_sales'), *lists('waste', 'daily_waste'), *lists('production', 'daily_production'),
    ('stores/list, a month', execute('stores/list', month, last, last, 'NULL'), None),
    ('products/list', execute('products/list', last, 'NULL', 'NULL', 'true'), None),
    ('accuracy/list-groups of a shop, a month', execute('accuracy/list-groups', some, month, last, 'NULL'), None),
    ('orders/list-board-lines', execute('orders/list-board-lines', yesterday), None),
    ('orders/list-lines of a shop', execute('orders/list-lines', store, yesterday), None),
    ('entry/list-lines', execute('entry/list-lines', store, yesterday), None),
    ('entry/list-lines, three years ago', execute('entry/list-lines', store, old), None),
]
compare('scale', home, cases, RUNS)
subprocess.run([*LIST, home, str(JUMPS)], check=True)
report('list', server_mb=sum(resident(pid) for pid in server_processes(home)))


def write_days(name, first_day, header, line):
    """The sales of all shops of as many days as make DDI_BENCH_INGEST rows; its path, the last day, and the rows."""
    path, n = os.path.join(WORK, name), 0
    stores = [row.split('|') for row in psql(home, 'SELECT id, name FROM stores ORDER BY id').splitlines()]
    products = [row.split('|') for row in psql(home, 'SELECT id, name FROM products ORDER BY id').splitlines()]
    days = max(1, INGEST // (len(stores) * len(products)))
    with open(path, 'w', encoding='utf-8') as file:
        file.write(header)
        for i, shop in enumerate(stores):
            for day in range(days):
                date = (first_day + datetime.timedelta(day)).isoformat()
                for k, product in enumerate(products):
                    file.write(line(shop, product, date, (i * 7 + day * 3 + k * 11) % 97))
                    n += 1
    return path, first_day + datetime.timedelta(days - 1), n


def ingest(round_number):
    """More rows into the full table: by import, and by \\copy with the triggers off; each of other, older days."""
    before = today - datetime.timedelta(DAYS + 1000 * round_number)
    path, last_day, n = write_days('import.csv', before - datetime.timedelta(400), 'store,product,date,quantity\n',
                                   lambda shop, product, date, sold: f'{shop[1]},{product[1]},{date},{sold}\n')
    plain, last_plain, _ = write_days('plain.csv', before - datetime.timedelta(800), '',
                                      lambda shop, product, date, sold: f'{user},{shop[0]},{product[0]},{product[1]},{date},{sold}\n')
    if last_day >= before or last_plain >= before - datetime.timedelta(400):
        raise SystemExit('scale: the days of the two ways overlap')
    psql(home, 'ALTER TABLE daily_sales DISABLE TRIGGER USER')
    copy = timed(psql, home, f"\\copy daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold) "
                             f"FROM '{plain}' WITH (FORMAT csv)\n")
    psql(home, 'ALTER TABLE daily_sales ENABLE TRIGGER USER')
    seconds = timed(cli, home, 'import', 'sales', path)
    added = int(psql(home, f"SELECT count(*) FROM daily_sales WHERE date BETWEEN '{before - datetime.timedelta(400)}' AND '{last_day}'"))
    if added != n:
        raise SystemExit(f'scale: {added} of {n} rows were imported')
    # What came without triggers is in no total.
    psql(home, f"""ALTER TABLE daily_sales DISABLE TRIGGER USER;
                   DELETE FROM daily_sales WHERE date BETWEEN '{before - datetime.timedelta(800)}' AND '{last_plain}';
                   ALTER TABLE daily_sales ENABLE TRIGGER USER""")
    report('scale', kind='ingest', rows=n, seconds=seconds, copy_seconds=copy, ratio=copy / seconds)


user = psql(home, 'SELECT min(id) FROM users')
for number in range(3):
    ingest(number)
cut = f"'{psql(home, 'SELECT (current_date - make_interval(years => 2))::date')}'"
moved = int(psql(home, f'SELECT (SELECT count(*) FROM daily_sales WHERE date < {cut}) + (SELECT count(*) FROM daily_waste WHERE date < {cut})'))
seconds = timed(cli, home, 'archive')
report('scale', kind='archived', rows=moved, seconds=seconds, rows_a_second=moved / seconds)
psql(home, 'VACUUM ANALYZE')
compare('scale archived', home, [(name, ours, None) for name, ours, _ in cases], RUNS)
