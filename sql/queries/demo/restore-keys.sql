-- Puts the keys back that lift-keys.sql took away; each foreign key is checked over all rows. No
-- parameters.
DO $$
DECLARE
  statement TEXT;
BEGIN
  FOR statement IN SELECT restore FROM lifted_keys LOOP
    EXECUTE statement;
  END LOOP;
END
$$
