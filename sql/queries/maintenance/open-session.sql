-- A session of the owner that looks after the database: no time-out for long work, a short wait for locks so that
-- no shop waits behind it, and the formats that the program reads.
-- → (of no interest)
SELECT set_config('statement_timeout', '0', false),
       set_config('idle_in_transaction_session_timeout', '0', false),
       set_config('lock_timeout', '5s', false),
       set_config('search_path', 'public', false),
       set_config('DateStyle', 'ISO, YMD', false),
       set_config('IntervalStyle', 'iso_8601', false),
       set_config('TimeZone', 'UTC', false),
       set_config('extra_float_digits', '1', false),
       set_config('jit', 'off', false)
