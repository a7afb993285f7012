-- finished is false for a migration outside transactions that was begun and can be resumed.
CREATE TABLE IF NOT EXISTS schema_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  adopted BOOLEAN NOT NULL DEFAULT false,
  finished BOOLEAN NOT NULL DEFAULT true,
  applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)
