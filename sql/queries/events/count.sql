-- Whether there is any event at all. No parameters. → n
SELECT count(*) AS n FROM (SELECT FROM calendar_events LIMIT 1) x
