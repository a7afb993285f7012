# SPDX-License-Identifier: GPL-3.0-or-later
"""The Overview's and the reports' queries over a large chain, 200 shops x 46 products x 3 years unless
DDI_BENCH_STORES and DDI_BENCH_DAYS say otherwise: median and 95th percentile as ddi_app, beside the plain
aggregate over the table's rows on the same server."""
import datetime
import os
import time

from bench import compare, execute, new_home, psql, report

STORES = int(os.environ.get('DDI_BENCH_STORES', '200'))
DAYS = int(os.environ.get('DDI_BENCH_DAYS', '1096'))
RUNS = int(os.environ.get('DDI_BENCH_RUNS', '9'))
today = datetime.date.today()
year = (f"'{today - datetime.timedelta(364)}'", f"'{today}'")

home = new_home('figures')
begin = time.perf_counter()
psql(home, f"""
INSERT INTO districts (name) SELECT format('District %s', n) FROM generate_series(1, greatest(1, {STORES} / 20)) n;
INSERT INTO stores (district_id, name) SELECT d.id, format('Store %s-%s', d.id, n)
FROM districts d, generate_series(1, least(20, {STORES})) n;
INSERT INTO products (name, category) SELECT format('Product %s', n), (ARRAY['Donuts', 'Munchkins', 'Bagels', 'Muffins'])[1 + n % 4]
FROM generate_series(1, 46) n;
INSERT INTO daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold, revenue)
SELECT (SELECT min(id) FROM users), s.id, p.id, p.name, current_date - n, (s.id * 7 + n * 3 + p.id * 11) % 97, (s.id + n) % 97
FROM generate_series(1, {DAYS}) n, stores s, products p;
INSERT INTO daily_waste (user_id, store_id, product_id, product_name, date, quantity_wasted, reason, cost)
SELECT user_id, store_id, product_id, product_name, date, quantity_sold % 9, 'End of day', quantity_sold % 5
FROM daily_sales WHERE quantity_sold % 9 > 0;
INSERT INTO daily_production (user_id, store_id, product_id, product_name, date, quantity_produced)
SELECT user_id, store_id, product_id, product_name, date, quantity_sold + 5 FROM daily_sales;
INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM daily_sales;
""")
psql(home, 'VACUUM ANALYZE')
report('figures', kind='made', rows=int(psql(home, 'SELECT count(*) FROM daily_sales')), seconds=time.perf_counter() - begin)


first, last = year
cases = [
    ('overview/get-today', execute('overview/get-today', '0', last), None),
    ('overview/list-totals', execute('overview/list-totals', '0', first, last, last),
     f"SELECT sum(quantity_sold), sum(revenue) FROM daily_sales WHERE date BETWEEN {first} AND {last}"),
    ('overview/list-days', execute('overview/list-days', '0', first, last, '7'),
     f"SELECT date, sum(quantity_sold) FROM daily_sales WHERE date BETWEEN {first} AND {last} GROUP BY date"),
    ('overview/list-waste-reasons', execute('overview/list-waste-reasons', '0', first, last, '7'),
     f"SELECT reason, sum(quantity_wasted), sum(cost) FROM daily_waste WHERE date BETWEEN {first} AND {last} GROUP BY reason"),
    ('overview/list-waste-products', execute('overview/list-waste-products', '0', first, last),
     f"SELECT product_name, sum(quantity_wasted), sum(cost) FROM daily_waste WHERE date BETWEEN {first} AND {last} GROUP BY product_name"),
    ('overview/list-errors', execute('overview/list-errors', '0', first, last), None),
    ('reports/trends', execute('reports/trends', last, '30', 'NULL'),
     "SELECT date, SUM(revenue) AS daily_revenue, SUM(quantity_sold) AS quantity_sold FROM daily_sales "
     "WHERE date >= CURRENT_DATE - INTERVAL '30 days' GROUP BY date ORDER BY date DESC"),
    ('reports/waste', execute('reports/waste', last, '90', 'NULL'),
     "SELECT product_name, SUM(quantity_wasted) AS total_wasted, SUM(cost) AS total_cost FROM daily_waste "
     "WHERE date >= CURRENT_DATE - INTERVAL '90 days' GROUP BY product_name ORDER BY total_cost DESC"),
    ('reports/users', execute('reports/users', '10', last, 'NULL'),
     "SELECT u.id, u.name, COUNT(*) AS sales_count FROM users u JOIN daily_sales ds ON u.id = ds.user_id "
     "GROUP BY u.id ORDER BY sales_count DESC LIMIT 10"),
    ('overview/list-totals of one shop',
     execute('overview/list-totals', psql(home, 'SELECT min(id) FROM stores'), first, last, last), None),
]
compare('figures', home, cases, RUNS)
