-- Of a throw-away sheet. Columns: store_ref, name_ref, date, made, wasted, sold (pieces), note (to the sale).
COPY import_rows (store_ref, name_ref, date, made, wasted, sold, note) FROM STDIN;
