-- Where the demo is new and the owner of the tables fills it: takes the keys, the foreign keys and the plain indexes of the
-- three tables of figures away until restore-keys.sql, in the same transaction, with the triggers that count totals (see
-- count-totals.sql) and those that look for forecasts and archived days, of which there are none yet. Two
-- million single look-ups become joins and sorts, and nobody ever sees a table without its keys. What its definition does
-- not tell whole (a tablespace, storage options, a comment, what it is clustered by) stays where it is. No
-- parameters. Nothing happens where somebody else fills it, or one who may not count the totals.
DO $$
DECLARE
  statement TEXT;
BEGIN
  -- What is restored first stands first: a foreign key may ask for a key.
  CREATE TEMPORARY TABLE lifted_keys ON COMMIT DROP AS
    WITH relations AS (
      SELECT oid FROM pg_class
      WHERE oid IN ('daily_production'::regclass, 'daily_waste'::regclass, 'daily_sales'::regclass)
        AND pg_has_role(relowner, 'USAGE')
        AND has_function_privilege('recount_daily_totals()', 'EXECUTE')
        AND has_function_privilege('recount_store_totals()', 'EXECUTE')
    ), plain AS (
      SELECT i.indexrelid AS oid
      FROM pg_index i JOIN relations r ON r.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.reloptions IS NULL AND c.reltablespace = 0 AND NOT i.indisclustered AND NOT i.indisreplident
        AND obj_description(c.oid, 'pg_class') IS NULL
    )
    SELECT CASE c.contype WHEN 'f' THEN 3 ELSE 1 END AS turn,
           format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS lift,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                  pg_get_constraintdef(c.oid)) AS restore
    FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
    WHERE obj_description(c.oid, 'pg_constraint') IS NULL
      AND (c.contype = 'f'
       OR c.contype IN ('p', 'u') AND c.conindid IN (SELECT oid FROM plain)
          AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.confrelid = c.conrelid)
          -- A view of somebody's own that groups by it.
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.refclassid = 'pg_constraint'::regclass AND d.refobjid = c.oid AND d.deptype = 'n'))
    UNION ALL
    SELECT 2, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN relations r ON r.oid = i.indrelid
    WHERE NOT i.indisunique AND i.indexrelid IN (SELECT oid FROM plain)
    UNION ALL
    SELECT 4, format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname),
           format('ALTER TABLE %s ENABLE TRIGGER %I', t.tgrelid::regclass, t.tgname)
    FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid
    WHERE t.tgenabled = 'O' AND t.tgfoid IN (
      'keep_sales_totals()'::regprocedure, 'keep_waste_totals()'::regprocedure, 'keep_production_totals()'::regprocedure,
      'keep_store_sales_totals()'::regprocedure, 'keep_store_waste_totals()'::regprocedure,
      'keep_store_production_totals()'::regprocedure, 'mark_rules()'::regprocedure, 'refresh_actuals()'::regprocedure,
      'refuse_archived()'::regprocedure);
  FOR statement IN SELECT lift FROM lifted_keys ORDER BY turn DESC LOOP
    EXECUTE statement;
  END LOOP;
END
$$
