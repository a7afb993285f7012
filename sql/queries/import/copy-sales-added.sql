-- Of a sales file with added columns. Columns: store_ref, name_ref, date, sold (pieces), revenue (money), custom (JSON
-- object of their values as they are written, NULL: none).
COPY import_rows (store_ref, name_ref, date, sold, revenue, custom) FROM STDIN;
