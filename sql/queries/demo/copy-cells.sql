-- Rows of demo_cells.
COPY demo_cells (store, date, product, made, sold, wasted, sold_out_at, reason, revenue, cost) FROM STDIN
