-- An import that made a shop takes it away again when it is undone, unless anything else speaks of it.

-- TRUE where the shop is gone. What only the undone batches knew of it goes too: which files were its.
-- Whatever else refers to it, now or in a later version, keeps it: the foreign keys say so.
CREATE FUNCTION take_back_store(store INTEGER, batch INTEGER) RETURNS BOOLEAN
  LANGUAGE plpgsql
AS $$
BEGIN
  UPDATE import_batches SET store_id = NULL
    WHERE store_id = store AND (id = batch OR undone_at IS NOT NULL);
  DELETE FROM sheet_sources WHERE store_id = store;
  -- Its PC number came with the sheet; any other change is somebody's work.
  DELETE FROM stores WHERE id = store AND row_version <= 1 + (pc_number IS NOT NULL)::int;
  IF NOT FOUND THEN
    RAISE foreign_key_violation;
  END IF;
  RETURN true;
EXCEPTION WHEN foreign_key_violation THEN
  RETURN false;
END
$$;
