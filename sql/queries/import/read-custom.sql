-- Takes what a sales file says in added columns for their types; one that cannot be is an error that names it.
UPDATE import_rows SET custom = custom_values('sales', custom) WHERE custom IS NOT NULL
