-- What is known of the backups of this database: each counts once it was restored and compared. Written by
-- the owner, who alone can make one; the files themselves lie where the place and the path say.
CREATE TABLE backups (
  id UUID PRIMARY KEY,                   -- as in the backup's own manifest
  made_at TIMESTAMPTZ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('custom', 'plain', 'csv')),
  table_name TEXT,                       -- NULL: everything
  machine TEXT NOT NULL,                 -- where the path is one
  path TEXT NOT NULL,
  bytes BIGINT NOT NULL CHECK (bytes >= 0),
  encrypted BOOLEAN NOT NULL DEFAULT false,
  digest TEXT NOT NULL,                  -- SHA-256 of the file, or of a folder's manifest, hex
  newest_sale DATE,
  verified_at TIMESTAMPTZ,
  verdict TEXT                           -- why it was not verified, where it was tried
);
CREATE INDEX backups_made_at ON backups(made_at);
ALTER TABLE backups ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON backups FOR SELECT TO ddi_app USING ((SELECT auth.is_administrator()));
GRANT SELECT ON backups TO ddi_app;
