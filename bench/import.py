# SPDX-License-Identifier: GPL-3.0-or-later
"""A sales.csv of a million rows through `import sales`, against psql's \\copy of the same rows into the
same table with its keys and indexes."""
import datetime
import os
import sys

from bench import WORK, cli, new_home, psql, report, timed

STORES, PRODUCTS = 40, 25
ROWS = int(os.environ.get('DDI_BENCH_ROWS', '1000000'))
DAYS = ROWS // (STORES * PRODUCTS)
first = datetime.date(2022, 1, 1)


def rows():
    for store in range(1, STORES + 1):
        for day in range(DAYS):
            date = (first + datetime.timedelta(days=day)).isoformat()
            for product in range(1, PRODUCTS + 1):
                yield store, product, date, (store * 7 + day * 3 + product * 11) % 97


sales = os.path.join(WORK, 'sales.csv')
with open(sales, 'w', encoding='utf-8') as file:
    file.write('store,product,date,quantity\n')
    file.writelines(f'Store {s:02},Product {p:02},{d},{q}\n' for s, p, d, q in rows())

ours = new_home('import')
seconds = timed(cli, ours, 'import', 'sales', sales)
count = int(psql(ours, 'SELECT count(*) FROM daily_sales'))

theirs = new_home('copy')
psql(theirs, f"""
INSERT INTO districts (name) VALUES ('Bench');
INSERT INTO stores (district_id, name) SELECT d.id, format('Store %s', n) FROM districts d, generate_series(1, {STORES}) n;
INSERT INTO products (name) SELECT format('Product %s', n) FROM generate_series(1, {PRODUCTS}) n;""")
user, store, product = (int(psql(theirs, f'SELECT min(id) FROM {table}')) for table in ('users', 'stores', 'products'))
plain = os.path.join(WORK, 'plain.csv')
with open(plain, 'w', encoding='utf-8') as file:
    file.writelines(f'{user},{store + s - 1},{product + p - 1},Product {p:02},{d},{q}\n' for s, p, d, q in rows())
copy = timed(psql, theirs, f"\\copy daily_sales (user_id, store_id, product_id, product_name, date, quantity_sold) "
                           f"FROM '{plain}' WITH (FORMAT csv)\n")
if count != int(psql(theirs, 'SELECT count(*) FROM daily_sales')):
    sys.exit('import: the two tables differ')
report('import', rows=count, seconds=seconds, copy_seconds=copy, ratio=copy / seconds)
