-- Columns: store_ref, date, measure, value (in the measure's own unit).
COPY import_weather (store_ref, date, measure, value) FROM STDIN;
