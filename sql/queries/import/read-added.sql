-- Takes what a sales file says in added columns for their types.
UPDATE import_rows SET custom = custom_values('sales', custom) WHERE custom IS NOT NULL
