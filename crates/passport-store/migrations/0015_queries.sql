-- Queries: what staff say is wrong with their passport, training from elsewhere
-- that they ask to have accepted, what became of it, and the files they sent.

CREATE TABLE query (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    -- done, not-needed, wrong-date, other or prior-learning.
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    words TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    -- Of prior learning alone: the training and who gave it.
    title TEXT,
    provider TEXT,
    provider_vpd TEXT,
    provider_is_nhs BOOLEAN,
    completed_on TEXT,
    printed_expiry TEXT,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX query_person ON query (organisation_id, employee_number);

-- It is passed on, answered or taken back. Who did is in the change that recorded it.
CREATE TABLE query_step (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    query BIGINT NOT NULL,
    -- passed-on, awarded, put-right, refused or withdrawn.
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    award BIGINT,
    made_on TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX query_step_query ON query_step (organisation_id, query);
CREATE INDEX query_step_person ON query_step (organisation_id, employee_number);

CREATE TABLE evidence (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    query BIGINT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX evidence_query ON evidence (organisation_id, query);
CREATE INDEX evidence_person ON evidence (organisation_id, employee_number);

-- The files themselves, apart, so that a list of them is not all of them.
CREATE TABLE evidence_file (
    organisation_id BIGINT NOT NULL,
    evidence BIGINT NOT NULL,
    employee_number TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (organisation_id, evidence),
    FOREIGN KEY (organisation_id, evidence) REFERENCES evidence (organisation_id, id)
);

CREATE INDEX evidence_file_person ON evidence_file (organisation_id, employee_number);

-- What training from elsewhere a subject accepts.
CREATE TABLE acceptance_rule (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    subject TEXT NOT NULL,
    any_nhs BOOLEAN NOT NULL,
    -- Names or numbers, as JSON.
    providers TEXT NOT NULL,
    in_date BOOLEAN NOT NULL,
    evidence BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    date_from TEXT,
    PRIMARY KEY (organisation_id, id)
);
