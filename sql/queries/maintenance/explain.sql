-- What a statement is put behind to see how it runs; it does run, in a transaction that is rolled back.
-- → the plan as JSON
EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
