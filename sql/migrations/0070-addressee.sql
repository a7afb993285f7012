-- What was typed while the server was away is sent later, perhaps by a program that has been pointed at
-- another database or signed in as somebody else since: it says whom it is for, in its own transaction.

-- Ends a unit that is meant for another database, or for another person than the session's (nobody, where it has
-- expired); the condition becomes DDI_DB_ERROR_ADDRESSEE. Who is under no policy speaks for everybody.
CREATE FUNCTION check_addressee(database TEXT, person INTEGER) RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF row_security_active('client_requests') AND auth.user_id() IS DISTINCT FROM person THEN
    RAISE EXCEPTION 'this was entered by somebody else, or the session has ended' USING ERRCODE = 'DD002';
  END IF;
  IF database IS DISTINCT FROM (SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid') THEN
    RAISE EXCEPTION 'this was entered for another database' USING ERRCODE = 'DD002';
  END IF;
  RETURN true;
END
$$;
