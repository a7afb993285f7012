-- As the owner. → secret_key (hex)
SELECT secret_key FROM auth.database_key
