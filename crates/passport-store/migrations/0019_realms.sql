-- The last change that touched what servers keep in memory: who works where, what
-- roles open, the rules. Most changes touch none of it.
ALTER TABLE organisation ADD COLUMN last_lines BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN last_access BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN last_rules BIGINT NOT NULL DEFAULT 0;
