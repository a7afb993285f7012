-- $1: name or code of a shop. Columns: id, name.
SELECT id, name FROM stores WHERE lower(name) = lower($1) OR lower(code) = lower($1) ORDER BY lower(name) = lower($1) DESC LIMIT 1;
