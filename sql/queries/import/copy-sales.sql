-- Of a sales file. Columns: store_ref, name_ref, date, sold (pieces).
COPY import_rows (store_ref, name_ref, date, sold) FROM STDIN;
