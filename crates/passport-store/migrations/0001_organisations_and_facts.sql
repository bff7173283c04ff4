-- One text for SQLite and PostgreSQL. Dates are ISO text (2026-11-22), instants
-- ISO text in UTC to the second: they sort as they read, on both engines.
--
-- Every fact carries the change that recorded it and the change that voided it.
-- A fact is never updated but to void it.

CREATE TABLE organisation (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    vpd TEXT NOT NULL,
    ods TEXT NOT NULL,
    -- The last number of the change sequence. A write takes the next number by
    -- updating this row, which it then holds until it commits: numbers are in
    -- commit order, which a database sequence's are not.
    last_change BIGINT NOT NULL,
    -- The last number given to a fact.
    last_fact BIGINT NOT NULL
);

CREATE TABLE change (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (organisation_id, number)
);

CREATE TABLE import (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    change BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    extract_date TEXT NOT NULL,
    partial BOOLEAN NOT NULL,
    -- The kinds of fact it touched, separated by spaces: what undo looks at.
    touched TEXT NOT NULL,
    -- The change that undid it.
    undone BIGINT,
    summary TEXT NOT NULL,
    PRIMARY KEY (organisation_id, number)
);

CREATE TABLE import_file (
    organisation_id BIGINT NOT NULL,
    import BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_used BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_refused BIGINT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (organisation_id, import, position),
    FOREIGN KEY (organisation_id, import) REFERENCES import (organisation_id, number)
);

CREATE TABLE heading_profile (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    profile TEXT NOT NULL,
    PRIMARY KEY (organisation_id, name)
);

CREATE TABLE person (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    title TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    preferred_name TEXT NOT NULL,
    email TEXT NOT NULL,
    retain_until TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX person_current ON person (organisation_id, employee_number) WHERE voided IS NULL;

CREATE TABLE posting (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    assignment_number TEXT NOT NULL,
    employee_number TEXT NOT NULL,
    applies_from TEXT NOT NULL,
    applies_to TEXT,
    start_date TEXT,
    end_date TEXT,
    position_number TEXT NOT NULL,
    position_title TEXT NOT NULL,
    staff_group TEXT NOT NULL,
    job_role TEXT NOT NULL,
    pay_band TEXT NOT NULL,
    unit TEXT NOT NULL,
    location TEXT NOT NULL,
    status TEXT NOT NULL,
    category TEXT NOT NULL,
    is_primary BOOLEAN NOT NULL,
    fte_hundredths BIGINT,
    supervisor TEXT NOT NULL,
    sick_from TEXT,
    sick_to TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX posting_current ON posting (organisation_id, assignment_number, applies_from) WHERE voided IS NULL;
CREATE INDEX posting_person ON posting (organisation_id, employee_number);

CREATE TABLE competence (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    period TEXT NOT NULL,
    class TEXT,
    target_hundredths BIGINT,
    warning_months BIGINT,
    as_printed BOOLEAN NOT NULL,
    once_per_assignment BOOLEAN NOT NULL,
    anniversary_months BIGINT,
    satisfied_by TEXT NOT NULL,
    aliases TEXT NOT NULL,
    applies_from TEXT NOT NULL,
    applies_to TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX competence_current ON competence (organisation_id, subject, level, applies_from) WHERE voided IS NULL;

CREATE TABLE requirement (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    within_unit TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    competence_name TEXT NOT NULL,
    class TEXT,
    class_of_competence BOOLEAN NOT NULL,
    date_from TEXT,
    date_to TEXT,
    period TEXT,
    grace_days BIGINT NOT NULL,
    introduced TEXT,
    reason TEXT NOT NULL,
    from_extract BOOLEAN NOT NULL,
    applies_from TEXT NOT NULL,
    applies_to TEXT,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE award (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    competence_name TEXT NOT NULL,
    award_date TEXT NOT NULL,
    printed_expiry TEXT,
    vpd TEXT NOT NULL,
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX award_person ON award (organisation_id, employee_number);

CREATE TABLE exemption (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    subject TEXT NOT NULL,
    date_from TEXT NOT NULL,
    date_to TEXT,
    reason TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    applies_from TEXT NOT NULL,
    applies_to TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX exemption_person ON exemption (organisation_id, employee_number);

CREATE TABLE extension (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    subject TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    expiring_from TEXT NOT NULL,
    expiring_to TEXT,
    days BIGINT NOT NULL,
    authority TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE course (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    mode TEXT NOT NULL,
    minutes BIGINT,
    awards TEXT NOT NULL,
    link TEXT NOT NULL,
    prerequisites TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE class (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    course TEXT NOT NULL,
    offering TEXT NOT NULL,
    title TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT,
    start_time TEXT,
    end_time TEXT,
    location TEXT NOT NULL,
    places BIGINT,
    places_remaining BIGINT,
    link TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE enrolment (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    course TEXT NOT NULL,
    class TEXT NOT NULL,
    status TEXT NOT NULL,
    date TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX enrolment_person ON enrolment (organisation_id, employee_number);

CREATE TABLE unit_change (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    old_unit TEXT NOT NULL,
    new_unit TEXT NOT NULL,
    date_from TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE esr_answer (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    assignment_number TEXT NOT NULL,
    employee_number TEXT NOT NULL,
    competence_name TEXT NOT NULL,
    meets BOOLEAN NOT NULL,
    awarded_on TEXT,
    expires_on TEXT,
    extract_date TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX esr_answer_person ON esr_answer (organisation_id, employee_number);

-- What ESR's outbound files said of their own numbers: a later file of changes
-- names a person, post or organisation by number alone.
CREATE TABLE outbound (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    kind TEXT NOT NULL,
    esr_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE setting (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    date_from TEXT,
    PRIMARY KEY (organisation_id, id)
);
