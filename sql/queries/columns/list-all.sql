-- The columns that were added, and those that were removed and still have values.
-- Columns: entity ('sales' or 'waste'), name, label, type, removed (boolean).
SELECT entity, name, label, type, dropped_at IS NOT NULL AS removed
FROM custom_columns WHERE cleared_at IS NULL ORDER BY entity, dropped_at IS NOT NULL, position, id
