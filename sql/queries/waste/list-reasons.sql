-- The reasons that are in use, the commonest first.
-- → reason, n (rows)
SELECT reason, count(*) AS n
FROM all_waste
WHERE btrim(reason) <> ''
GROUP BY reason
ORDER BY n DESC, reason
LIMIT 50
