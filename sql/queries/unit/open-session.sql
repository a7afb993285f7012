-- What every unit brings along, for this transaction only: no state stays on the connection, which
-- may belong to a pooler. The formats are those that the program reads; UTC is what the contract's
-- TIMESTAMP columns hold; compiling a plan, or starting workers for one, takes longer than our queries run.
--
-- Nor does anything count that somebody else has left there, or made the role's default: behind a pooler a temporary table
-- called daily_sales would be found before ours, take what is entered, and its trigger read the session. So ours are
-- looked for first; a string is what it is in our queries; and what is acknowledged is on the disk.
-- $1 the session's token, '' for nobody; $2 statement_timeout in milliseconds, 0 for none; $3 the program that asks, for
-- the log
SELECT set_config('ddi.session', $1, true),
       set_config('ddi.program', $3, true),
       set_config('search_path', 'pg_catalog, public, pg_temp', true),
       set_config('standard_conforming_strings', 'on', true),
       set_config('array_nulls', 'on', true),
       set_config('row_security', 'on', true),
       CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END,
       set_config('statement_timeout', $2, true),
       set_config('DateStyle', 'ISO, YMD', true),
       set_config('IntervalStyle', 'iso_8601', true),
       set_config('TimeZone', 'UTC', true),
       set_config('extra_float_digits', '1', true),
       set_config('bytea_output', 'hex', true),
       set_config('jit', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true)
