-- Approves a forecast with another quantity. $1 forecast, $2 its row_version, $3 user, $4 reason (may be
-- NULL), $5 pieces. Columns: id, row_version.
-- Refused where somebody has touched the row since it was seen.
WITH decided AS (
  UPDATE forecasts SET status = 'approved', approved_quantity = $5::integer, decided_by = $3::integer,
         decided_at = now(), decision_reason = $4, row_version = $2::integer + 1
  WHERE id = $1::integer AND row_version = $2::integer
  RETURNING id, row_version
)
SELECT id, row_version FROM decided
UNION ALL
SELECT refuse_stale('forecasts')::int, 0 WHERE NOT EXISTS (SELECT FROM decided)
