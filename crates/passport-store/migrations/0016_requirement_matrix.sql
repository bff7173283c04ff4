-- Requirements that were decided here, beside those that files state: how each
-- reached us, who agreed, and what a file said of it when it was changed here, so
-- that the next file that still says it does not bring it back.
ALTER TABLE requirement ADD COLUMN origin TEXT NOT NULL DEFAULT 'file';
UPDATE requirement SET origin = 'extract' WHERE from_extract;
ALTER TABLE requirement DROP COLUMN from_extract;
ALTER TABLE requirement ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
-- JSON, or nothing
ALTER TABLE requirement ADD COLUMN filed TEXT;

-- Changes of what is required that are proposed and not published: they decide
-- nothing. Recorded and voided as facts are, so that who proposed what is known.
CREATE TABLE requirement_proposal (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    -- The requirement it changes or ends, if it is not a new one.
    against BIGINT,
    ends BOOLEAN NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    within_unit TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    class TEXT,
    date_from TEXT NOT NULL,
    date_to TEXT,
    period TEXT,
    grace_days BIGINT NOT NULL,
    introduced TEXT,
    reason TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
-- One at a time is proposed against a requirement.
CREATE UNIQUE INDEX requirement_proposal_against ON requirement_proposal (organisation_id, against)
    WHERE voided IS NULL AND against IS NOT NULL;

-- Why a period of the organisation's is not the national one.
CREATE TABLE local_variation (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    -- The local period it speaks of.
    period TEXT NOT NULL,
    justification TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    review_on TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

-- A rehearsal reads the awards of the subjects concerned alone, and the names that
-- awards use are listed from the index.
CREATE INDEX award_competence ON award (organisation_id, competence_name, id) WHERE voided IS NULL;
