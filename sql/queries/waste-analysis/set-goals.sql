-- Sets what shops aim at from a day on, where nobody has done so meanwhile.
-- $1 int[] stores, $2 text[] shares (0 … 1 with three decimals; '' the own goal ends, '-' nothing stands at that
-- day), $3 text[] what was seen there, in the same words, $4 date
-- → n (shops)
WITH given AS (
  SELECT k.store_id, k.share, k.seen FROM unnest($1::int[], $2::text[], $3::text[]) AS k(store_id, share, seen)
), stale AS (
  SELECT FROM given k LEFT JOIN waste_goals g ON g.store_id = k.store_id AND g.valid_from = $4::date
  WHERE CASE WHEN g.store_id IS NULL THEN '-' ELSE coalesce(g.share::text, '') END <> k.seen
), removed AS (
  DELETE FROM waste_goals g USING given k
  WHERE k.share = '-' AND g.store_id = k.store_id AND g.valid_from = $4::date AND NOT EXISTS (SELECT FROM stale)
  RETURNING 1
), written AS (
  INSERT INTO waste_goals (store_id, valid_from, share)
  SELECT store_id, $4::date, nullif(share, '')::numeric FROM given
  WHERE share <> '-' AND NOT EXISTS (SELECT FROM stale)
  ON CONFLICT (store_id, valid_from) DO UPDATE SET share = excluded.share
  RETURNING 1
)
SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) AS n
WHERE NOT EXISTS (SELECT FROM stale) OR refuse_stale('waste_goals')
