-- Whether the database waits for its first administrator.
-- → vacant
SELECT auth.is_vacant() AS vacant
