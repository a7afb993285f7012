-- → database (UUID, text), public_key (hex; NULL: none yet)
SELECT database, public_key FROM auth.identity()
