-- Somebody leaves; what they entered stays theirs. $1 user, $2 who gets the shops (NULL: nobody)
SELECT auth.deactivate($1::int, $2::int)
