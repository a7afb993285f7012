-- The undo of a decision: a row's state, approval and reason as they were before, decided by whoever
-- undoes it. Refused where somebody else has decided about it since.
-- $1 forecast, $2 status, $3 approved pieces (NULL: none), $4 who had decided, $5 epoch seconds, $6 reason
-- (each NULL while pending). Columns: id.
WITH restored AS (
  UPDATE forecasts f SET status = $2, approved_quantity = $3::integer,
         decided_by = CASE WHEN $4::integer IS NOT NULL THEN coalesce(auth.user_id(), $4::integer) END,
         decided_at = to_timestamp($5::bigint), decision_reason = $6, row_version = f.row_version + 1
  WHERE f.id = $1::integer AND (auth.user_id() IS NULL OR f.decided_by = auth.user_id())
  RETURNING f.id
)
SELECT id FROM restored
UNION ALL
SELECT refuse_stale('forecasts')::int WHERE NOT EXISTS (SELECT FROM restored)
