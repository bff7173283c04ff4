-- Supervision: that the passport was discussed, what was agreed, whether the member
-- of staff agrees, and what was done.

CREATE TABLE supervision_discussion (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    discussed_on TEXT NOT NULL,
    note TEXT NOT NULL,
    -- A name, as it is shown to the member of staff.
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX supervision_discussion_person
    ON supervision_discussion (organisation_id, employee_number);

CREATE TABLE supervision_action (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    discussion BIGINT NOT NULL,
    what TEXT NOT NULL,
    -- staff or manager: whose it is to do.
    doer TEXT NOT NULL,
    agreed_for TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX supervision_action_person ON supervision_action (organisation_id, employee_number);

-- The member of staff agrees with what was recorded, or says why not.
CREATE TABLE supervision_answer (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    discussion BIGINT NOT NULL,
    agrees BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX supervision_answer_person ON supervision_answer (organisation_id, employee_number);

CREATE TABLE supervision_done (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    action BIGINT NOT NULL,
    done_on TEXT NOT NULL,
    -- The name of whoever said so.
    said_by TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE INDEX supervision_done_person ON supervision_done (organisation_id, employee_number);
