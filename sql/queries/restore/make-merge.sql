-- The statements that make a table what it was: the rows of the backup come into a temporary table, then what
-- is too much goes, what is different is changed and what is missing is added, so that references, triggers
-- and totals hold. Together with the statements before and after they are one transaction.
-- $1 the table, "public.daily_sales"; $2 the columns of the backup, a JSON array
-- → begin, copy, copy_out (from the restored database), preview (tells missing, different, extra), remove, change, add
WITH listed AS (
  SELECT a.attname, a.attnum, a.attidentity, a.attnum = ANY (i.indkey::int2[]) AS in_key
  FROM pg_attribute a
  JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
  WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND a.attname IN (SELECT jsonb_array_elements_text($2::jsonb))
), parts AS (
  SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) AS list,
         string_agg(format('o.%1$I IS NOT DISTINCT FROM n.%1$I', attname), ' AND ') FILTER (WHERE in_key) AS same_key,
         string_agg(format('%1$I = n.%1$I', attname), ', ' ORDER BY attnum) FILTER (WHERE NOT in_key) AS assignments,
         string_agg(format('o.%I', attname), ', ' ORDER BY attnum) AS old_row,
         string_agg(format('n.%I', attname), ', ' ORDER BY attnum) AS new_row
  FROM listed
)
SELECT format('CREATE TEMP TABLE ddi_restored ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA', list, $1) AS begin,
       format('COPY pg_temp.ddi_restored (%s) FROM STDIN', list) AS copy,
       format('COPY (SELECT %s FROM %s) TO STDOUT', list, $1) AS copy_out,
       format('SELECT (SELECT count(*) FROM pg_temp.ddi_restored n WHERE NOT EXISTS (SELECT FROM %1$s o WHERE %2$s)), '
              '(SELECT count(*) FROM pg_temp.ddi_restored n JOIN %1$s o ON %2$s WHERE (ROW(%3$s)::text) <> (ROW(%4$s)::text)), '
              '(SELECT count(*) FROM %1$s o WHERE NOT EXISTS (SELECT FROM pg_temp.ddi_restored n WHERE %2$s))',
              $1, same_key, old_row, new_row) AS preview,
       format('DELETE FROM %s o WHERE NOT EXISTS (SELECT FROM pg_temp.ddi_restored n WHERE %s)', $1, same_key) AS remove,
       CASE WHEN assignments IS NOT NULL THEN
         format('UPDATE %s o SET %s FROM pg_temp.ddi_restored n WHERE %s AND (ROW(%s)::text) <> (ROW(%s)::text)',
                $1, assignments, same_key, old_row, new_row) END AS change,
       format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM pg_temp.ddi_restored n '
              'WHERE NOT EXISTS (SELECT FROM %1$s o WHERE %3$s)', $1, list, same_key) AS add
FROM parts
WHERE list IS NOT NULL
