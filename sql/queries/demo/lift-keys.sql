-- Where the demo is new and the owner of the tables fills it: takes the foreign keys and the plain
-- indexes of the three tables of figures away until restore-keys.sql, in the same transaction. Two
-- million single look-ups become twelve joins, and nobody ever sees a table without its keys. No
-- parameters. Nothing happens where somebody else fills it.
DO $$
DECLARE
  statement TEXT;
BEGIN
  CREATE TEMPORARY TABLE lifted_keys ON COMMIT DROP AS
    WITH relations AS (
      SELECT oid FROM pg_class
      WHERE oid IN ('daily_production'::regclass, 'daily_waste'::regclass, 'daily_sales'::regclass)
        AND pg_has_role(relowner, 'USAGE')
    )
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS lift,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                  pg_get_constraintdef(c.oid)) AS restore
    FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
    WHERE c.contype = 'f'
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN relations r ON r.oid = i.indrelid
    WHERE NOT i.indisunique;
  FOR statement IN SELECT lift FROM lifted_keys LOOP
    EXECUTE statement;
  END LOOP;
END
$$
