-- A head that was written down earlier stands in the chain, or somebody has made the chain anew. A chain
-- that holds says nothing against its owner by itself.
CREATE FUNCTION auth.find_audit_head(head TEXT) RETURNS TABLE (entries BIGINT, last_id INTEGER)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  wanted BYTEA;
BEGIN
  PERFORM auth.require_administrator();
  IF head !~ '^[0-9a-fA-F]{64}$' THEN
    RAISE EXCEPTION 'this is no head of the log' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  wanted := decode(head, 'hex');
  RETURN QUERY SELECT c.n, c.id FROM auth.audit_chain c WHERE c.hash = wanted
               UNION SELECT c.n, c.id FROM auth.audit_checkpoints c WHERE c.hash = wanted
               UNION SELECT 0::BIGINT, 0 WHERE wanted = sha256('ddi audit') LIMIT 1;
END
$$;
REVOKE ALL ON FUNCTION auth.find_audit_head(TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.find_audit_head(TEXT) TO ddi_app;

-- The page lists the newest first, of one person or one kind too.
CREATE INDEX audit_logs_user_id_id ON audit_logs(user_id, id);
CREATE INDEX audit_logs_action_id ON audit_logs(action, id);
CREATE INDEX audit_logs_created_at_id ON audit_logs(created_at, id);
