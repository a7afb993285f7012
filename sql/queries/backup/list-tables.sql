-- The tables and, for each, the statements that count and digest its rows and that copy them. The digest is
-- the same whatever the order of the rows and whichever the server: a sum in each of four lanes over the
-- SHA-256 of every row's text. Partitions belong to their parent; generated columns follow from the others.
-- $1 one table, or NULL for all; $2 the columns that count, JSON {"public.users": ["id", …], …}, or NULL for all
-- → name, columns and parts (JSON arrays; a table without partitions is its own part), bytes, digest, copy_out, copy_in
SELECT t.name, to_json(t.columns) AS columns, t.bytes,
       (SELECT json_agg(format('%I.%I', pn.nspname, p.relname))
        FROM pg_class p JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE p.oid = t.oid OR p.oid IN (SELECT relid FROM pg_partition_tree(t.oid))) AS parts,
       format('SELECT count(*), encode(sha256(convert_to(concat_ws('' '', count(*), sum(a), sum(b), sum(c), sum(d)), ''UTF8'')), ''hex'') '
              'FROM (SELECT (''x'' || left(h, 16))::bit(64)::bigint AS a, (''x'' || substr(h, 17, 16))::bit(64)::bigint AS b, '
              '(''x'' || substr(h, 33, 16))::bit(64)::bigint AS c, (''x'' || substr(h, 49))::bit(64)::bigint AS d '
              'FROM (SELECT encode(sha256(convert_to(ROW(%s)::text, ''UTF8'')), ''hex'') AS h FROM %s OFFSET 0) lanes) sums',
              t.list, t.name) AS digest,
       format('COPY (SELECT %s FROM %s) TO STDOUT (FORMAT csv, HEADER, ENCODING ''UTF8'')', t.list, t.name) AS copy_out,
       format('COPY %s (%s) FROM STDIN (FORMAT csv, HEADER match, ENCODING ''UTF8'')', t.name, t.list) AS copy_in
FROM (SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, pg_total_relation_size(c.oid) AS bytes,
             array_agg(a.attname ORDER BY coalesce(w.n, a.attnum)) AS columns,
             string_agg(format('%I', a.attname), ', ' ORDER BY coalesce(w.n, a.attnum)) AS list
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      LEFT JOIN LATERAL jsonb_array_elements_text($2::jsonb -> format('%I.%I', n.nspname, c.relname))
                        WITH ORDINALITY w (attname, n) ON w.attname = a.attname
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND ($1::text IS NULL OR format('%I.%I', n.nspname, c.relname) = $1 OR (n.nspname = 'public' AND c.relname = $1))
        AND ($2::jsonb IS NULL OR w.attname IS NOT NULL)
      GROUP BY c.oid, n.nspname, c.relname) t
ORDER BY t.name COLLATE "C"
