-- Where a requirement was asked before it came to reach further, and since when:
-- JSON, or nothing. Whoever was asked for it there has no new grace.
ALTER TABLE requirement ADD COLUMN asked_before TEXT;

-- Findings that were set aside name their kind by its code, which stays when the
-- words of pages change.
UPDATE dismissal SET kind = LOWER(REPLACE(kind, ' ', '-'));
