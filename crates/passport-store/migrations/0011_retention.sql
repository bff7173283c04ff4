-- Retention: what keeps a record longer, what corrects it, what restricts it, and
-- what was destroyed when.

-- Nothing of this person is destroyed while it stands.
CREATE TABLE retention_hold (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX retention_hold_person ON retention_hold (organisation_id, employee_number);

-- A detail of a person that the source has wrong, and what it should be. It
-- stands while extracts go on saying what they said.
CREATE TABLE correction (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    -- first-name, last-name, preferred-name, title or email.
    field TEXT NOT NULL,
    was TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX correction_person ON correction (organisation_id, employee_number);

-- The record is shown to its owner and training leads alone, and is not mailed.
CREATE TABLE restriction (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    date_from TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX restriction_person ON restriction (organisation_id, employee_number);

-- A plan that was confirmed. It is carried out a person at a time; what is left of
-- it is known by a hash, so that one that was interrupted can go on.
CREATE TABLE destruction_run (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    as_at TEXT NOT NULL,
    plan_hash TEXT NOT NULL,
    remaining TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (organisation_id, number)
);

-- What was destroyed under which rule. Nobody is named: who it was stands in the
-- plan that was confirmed, if that is kept.
CREATE TABLE destruction (
    organisation_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    run BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    class TEXT NOT NULL,
    rule TEXT NOT NULL,
    -- The plan's day, of what goes by its age alone.
    cutoff TEXT,
    rows_destroyed BIGINT NOT NULL,
    -- Figures up to this day may read differently than they did.
    differs_until TEXT,
    PRIMARY KEY (organisation_id, number),
    FOREIGN KEY (organisation_id, run) REFERENCES destruction_run (organisation_id, number)
);

-- Names of units and competences that destroyed records used: requirements may
-- still go by them, and nobody else's answer may change because a record is gone.
CREATE TABLE name_met (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The first fact that used it, which decides the order of names.
    first_fact BIGINT NOT NULL,
    -- Awards of the competence up to this day were destroyed where a later one
    -- stands: a file that still has them does not bring them back.
    destroyed_to TEXT,
    PRIMARY KEY (organisation_id, kind, name)
);
