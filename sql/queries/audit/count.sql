-- How many entries the page's list has. For administrators.
-- $1, $2 bigint epoch seconds, from and before (NULL: no bound); $3 int person (NULL: all, 0: nobody); $4 text[]
-- actions (NULL: all); $5 text table that was changed (NULL: any); $6 text of which each word begins one of the person,
-- action, address, program or details (NULL: all)
-- → n
SELECT count(*) AS n
FROM audit_logs a
WHERE ($1::bigint IS NULL OR a.created_at >= to_timestamp($1::bigint) AT TIME ZONE 'UTC')
  AND ($2::bigint IS NULL OR a.created_at < to_timestamp($2::bigint) AT TIME ZONE 'UTC')
  AND ($3::int IS NULL OR a.user_id = $3::int OR ($3::int = 0 AND a.user_id IS NULL))
  AND ($4::text[] IS NULL OR a.action = ANY ($4))
  AND ($5::text IS NULL OR a.details ->> 'table' = $5
       OR a.details @> jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('table', $5::text))))
  AND ($6::text IS NULL OR a.id IN (SELECT auth.find_in_log($6)))
