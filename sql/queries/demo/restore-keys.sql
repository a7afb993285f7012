-- Puts back what lift-keys.sql took away: each key and foreign key is checked over all rows. No parameters.
DO $$
DECLARE
  statement TEXT;
BEGIN
  FOR statement IN SELECT restore FROM lifted_keys ORDER BY turn LOOP
    EXECUTE statement;
  END LOOP;
END
$$
