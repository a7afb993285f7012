-- Searching the log by an index: in 500,000 entries it took seconds to look at the text of each. Words, not bits of them:
-- an entry is found by the beginnings of its words, whatever stands between them. No extension is needed, so that a
-- backup can be restored to any server.

-- The words of a text: what is no letter and no digit parts them, for those that are kept and those that are looked for.
CREATE FUNCTION auth.words(text TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT pg_catalog.regexp_replace(pg_catalog.lower(text), '[^[:alnum:]]+', ' ', 'g') $$;
REVOKE ALL ON FUNCTION auth.words(TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.words(TEXT) TO ddi_app;

-- The words of an entry. Of very long details their beginning: a word list is no longer than a megabyte, and an entry
-- must never be refused for its length.
CREATE FUNCTION auth.log_words(action TEXT, address TEXT, client TEXT, details JSONB) RETURNS TSVECTOR
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT pg_catalog.to_tsvector('pg_catalog.simple',
           auth.words(pg_catalog.concat_ws(' ', action, address, client, pg_catalog."left"(details::text, 100000))))
$$;
REVOKE ALL ON FUNCTION auth.log_words(TEXT, TEXT, TEXT, JSONB) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.log_words(TEXT, TEXT, TEXT, JSONB) TO ddi_app;
CREATE INDEX audit_logs_words ON audit_logs USING gin (auth.log_words(action, ip_address, user_agent, details));

-- The entries in which every word that is looked for begins a word, or one of the name or address of their author. A
-- definer's, since under row-level security no index serves a condition that may tell of the rows it looks at.
CREATE FUNCTION auth.find_in_log(wanted TEXT) RETURNS SETOF INTEGER
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  word TEXT;
  people INTEGER[];
  ids INTEGER[];
BEGIN
  PERFORM auth.require_administrator();
  FOR word IN SELECT left(w, 200) FROM regexp_split_to_table(auth.words(left(wanted, 1000)), ' ') w WHERE w <> ''
  LOOP
    people := ARRAY(SELECT u.id FROM public.users u WHERE strpos(' ' || auth.words(u.name || ' ' || u.email), ' ' || word) > 0);
    IF ids IS NULL THEN
      ids := ARRAY(SELECT a.id FROM public.audit_logs a
                     WHERE auth.log_words(a.action, a.ip_address, a.user_agent, a.details) @@ to_tsquery('simple', word || ':*')
                        OR a.user_id = ANY (people));
    ELSE
      ids := ARRAY(SELECT f.id FROM unnest(ids) f (id)
                     INTERSECT
                     SELECT a.id FROM public.audit_logs a
                     WHERE auth.log_words(a.action, a.ip_address, a.user_agent, a.details) @@ to_tsquery('simple', word || ':*')
                        OR a.user_id = ANY (people));
    END IF;
  END LOOP;
  RETURN QUERY SELECT f.id FROM unnest(ids) f (id);
END
$$;
REVOKE ALL ON FUNCTION auth.find_in_log(TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.find_in_log(TEXT) TO ddi_app;
