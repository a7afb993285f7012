-- The day that was asked for, so that an answer names it. $1 day. Columns: day.
SELECT $1::date AS day
