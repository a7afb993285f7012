-- Chains what has been written since, as far as nobody can write before it any more: a step of it, of at most so many
-- entries that it lasts a second.
-- → more (boolean: there may be another step)
SELECT auth.seal_audit(20000) = 20000 AS more
