-- Columns: store_ref, date, state, typed_bought, typed_sold (donuts).
COPY import_days (store_ref, date, state, typed_bought, typed_sold) FROM STDIN;
