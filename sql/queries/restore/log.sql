-- $1 the backup's id, $2 its moment, $3 the table or NULL, $4 where what was before it is
SELECT auth.log(NULL, 'RESTORED', jsonb_build_object('backup', $1::text, 'made_at', $2::text, 'table', $3::text, 'before', $4::text))
