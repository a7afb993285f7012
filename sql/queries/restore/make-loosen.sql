-- In a scratch database: the statements that take a table's references and triggers away, so that its rows can
-- be loaded without those of other tables, and that empty it.
-- $1 the table, "public.daily_sales"
-- → statement
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS statement
FROM pg_constraint k
WHERE k.contype = 'f' AND $1::text::regclass IN (k.conrelid, k.confrelid) AND k.conparentid = 0
UNION ALL
SELECT format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass)
FROM pg_trigger t
WHERE t.tgrelid = $1::text::regclass AND NOT t.tgisinternal
UNION ALL
SELECT format('DELETE FROM %s', $1::text::regclass)
