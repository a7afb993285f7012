-- The columns that were added to sales and waste, in their order.
-- Columns: entity ('sales' or 'waste'), name, label, type ('text', 'integer', 'decimal', 'date' or 'boolean'),
-- removed (false).
SELECT entity, name, label, type, false AS removed FROM custom_columns WHERE dropped_at IS NULL ORDER BY entity, position, id
