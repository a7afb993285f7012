-- The transaction in which a table becomes what it was; triggers find what they work with.
BEGIN; SET LOCAL search_path = public, pg_temp
