-- Counts the totals of the rows that came while lift-keys.sql had taken their triggers away. No parameters.
DO $$
BEGIN
  IF EXISTS (SELECT FROM lifted_keys) THEN
    PERFORM recount_daily_totals();
    PERFORM recount_store_totals();
  END IF;
END
$$
