-- Rows of demo_days.
COPY demo_days (store, date, state, closed_at) FROM STDIN
