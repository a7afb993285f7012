-- What every unit brings along, for this transaction only: no state stays on the connection, which
-- may belong to a pooler. The formats are those that the program reads; UTC is what the contract's
-- TIMESTAMP columns hold; compiling a plan takes longer than our queries run.
-- $1 the session's token, '' for nobody; $2 statement_timeout in milliseconds, 0 for none
SELECT set_config('ddi.session', $1, true),
       set_config('statement_timeout', $2, true),
       set_config('DateStyle', 'ISO, YMD', true),
       set_config('IntervalStyle', 'iso_8601', true),
       set_config('TimeZone', 'UTC', true),
       set_config('extra_float_digits', '1', true),
       set_config('bytea_output', 'hex', true),
       set_config('jit', 'off', true)
