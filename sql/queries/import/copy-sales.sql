-- Of a sales file. Columns: store_ref, name_ref, date, sold (pieces), revenue (money).
COPY import_rows (store_ref, name_ref, date, sold, revenue) FROM STDIN;
