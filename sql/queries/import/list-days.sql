-- What is known of each shop's days, for the grid of received sheets.
-- $1, $2: first and last day. Columns: store_id, date, state.
SELECT store_id, date, state FROM store_days WHERE date BETWEEN $1::date AND $2::date ORDER BY store_id, date;
