-- A shop learns the PC number that its sheet tells.
-- $1: PC number.
UPDATE stores s SET pc_number = $1
FROM import_stores i
WHERE s.id = i.store_id AND s.pc_number IS NULL AND NOT EXISTS (SELECT FROM stores o WHERE o.pc_number = $1);
