-- Where a requirement was asked before it came to reach further, and since when:
-- JSON, or nothing. Whoever was asked for it there has no new grace.
ALTER TABLE requirement ADD COLUMN asked_before TEXT;

-- Findings that were set aside name their kind by its code, which stays when the
-- words of pages change.
UPDATE dismissal SET kind = LOWER(REPLACE(kind, ' ', '-'));

-- Units that were renamed by their whole paths, however short: the unit at the top is
-- not every unit of its name.
ALTER TABLE unit_change ADD COLUMN whole_paths BOOLEAN NOT NULL DEFAULT FALSE;
