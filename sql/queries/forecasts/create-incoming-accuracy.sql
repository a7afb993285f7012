-- Where a run's backtest waits to be written. Pieces, sums over the backtest.
CREATE TEMPORARY TABLE incoming_accuracy (
  store_id INTEGER, product_id INTEGER, model TEXT, n INTEGER, absolute_error DOUBLE PRECISION,
  actual DOUBLE PRECISION, weight DOUBLE PRECISION
) ON COMMIT DROP
