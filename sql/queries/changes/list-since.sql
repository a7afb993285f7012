-- What other clients have changed.
-- $1 text snapshot of the last time; NULL the first time
-- → snapshot (for the next time), subjects (words: stores, products, production, sales, waste, forecasts, events,
--   days, settings); no row for who is not signed in
SELECT snapshot, array_to_string(subjects, ' ') AS subjects FROM auth.changes_since($1::text)
