-- Chains what has been written since, as far as nobody can write before it any more.
-- → sealed (entries)
SELECT auth.seal_audit() AS sealed
