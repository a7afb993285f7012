-- What is edited by hand is logged as it was and as it is, one entry a row, in the transaction of the edit.
-- Many new rows in one statement are one entry with their number and a digest of their text in the order of
-- their keys: they stand in the table, and whatever becomes of them later is logged with what they were.
-- What is changed or removed is always written out, or many rows at once would hide what they were.

CREATE FUNCTION auth.log_edits() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
  keys CONSTANT TEXT[] := string_to_array(TG_ARGV[0], ',');
  me CONSTANT INTEGER := auth.user_id();
  hidden CONSTANT TEXT[] := '{password_hash}';
  kind CONSTANT TEXT := TG_TABLE_NAME;
  many CONSTANT INTEGER := 50;
  total BIGINT := 0;
  digest BYTEA;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT count(*) INTO total FROM added;
    IF total > many THEN
      SELECT sha256(convert_to(string_agg((to_jsonb(a) - hidden)::text, E'\n'
                                          ORDER BY (to_jsonb(a) -> keys[1])::text COLLATE "C", (to_jsonb(a) - hidden)::text COLLATE "C"), 'UTF8'))
        INTO digest FROM added a;
      PERFORM auth.log(me, 'ROWS_ADDED', jsonb_build_object('table', kind, 'rows', total, 'digest', encode(digest, 'hex')));
      RETURN NULL;
    END IF;
    PERFORM auth.log(me, 'ROW_ADDED', jsonb_build_object('table', kind, 'new', to_jsonb(a) - hidden)) FROM added a;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM auth.log(me, 'ROW_REMOVED', jsonb_build_object('table', kind, 'old', to_jsonb(r) - hidden)) FROM removed r;
  ELSE
    PERFORM auth.log(me, CASE WHEN c.before IS NULL THEN 'ROW_ADDED' WHEN c.after IS NULL THEN 'ROW_REMOVED' ELSE 'ROW_CHANGED' END,
                     jsonb_build_object('table', kind) ||
                     CASE WHEN c.before IS NULL THEN '{}' ELSE jsonb_build_object('old', c.before) END ||
                     CASE WHEN c.after IS NULL THEN '{}' ELSE jsonb_build_object('new', c.after) END)
    FROM (SELECT r.row AS before, a.row AS after
          FROM (SELECT to_jsonb(x) - hidden AS row, ARRAY(SELECT to_jsonb(x) ->> k FROM unnest(keys) k) AS key FROM removed x) r
          FULL JOIN (SELECT to_jsonb(x) - hidden AS row, ARRAY(SELECT to_jsonb(x) ->> k FROM unnest(keys) k) AS key FROM added x) a
            ON a.key = r.key) c
    WHERE c.before IS DISTINCT FROM c.after;
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION auth.log_edits() FROM PUBLIC;

DO $$
DECLARE
  relation TEXT;
  key TEXT;
BEGIN
  FOR relation, key IN
    SELECT c.relname, string_agg(a.attname, ',' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE c.relnamespace = 'public'::regnamespace
      AND c.relname IN ('users', 'stores', 'districts', 'store_members', 'settings', 'products', 'product_aliases',
                        'product_prices', 'waste_goals', 'calendar_events')
    GROUP BY c.relname
  LOOP
    EXECUTE format('CREATE TRIGGER %1$s_log_insert AFTER INSERT ON %1$I REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.log_edits(%2$L)', relation, key);
    EXECUTE format('CREATE TRIGGER %1$s_log_update AFTER UPDATE ON %1$I REFERENCING OLD TABLE AS removed NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.log_edits(%2$L)', relation, key);
    EXECUTE format('CREATE TRIGGER %1$s_log_delete AFTER DELETE ON %1$I REFERENCING OLD TABLE AS removed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.log_edits(%2$L)', relation, key);
  END LOOP;
END
$$;
