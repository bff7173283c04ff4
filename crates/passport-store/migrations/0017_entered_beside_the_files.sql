-- What training leads enter here and no file brings: other names of competences,
-- time to catch up after leave, findings of data health that were set aside. An
-- exemption says whether a file states it or it was entered here.

ALTER TABLE exemption ADD COLUMN origin TEXT NOT NULL DEFAULT 'file';

CREATE TABLE competence_alias (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    -- As an award or an extract has it.
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE return_grace (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    employee_number TEXT NOT NULL,
    away_from TEXT NOT NULL,
    back_on TEXT NOT NULL,
    -- The last day of it.
    date_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX return_grace_person ON return_grace (organisation_id, employee_number);

CREATE TABLE dismissal (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    kind TEXT NOT NULL,
    -- Empty where the finding is about no person.
    employee_number TEXT NOT NULL,
    -- A hash over what was found.
    mark TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX dismissal_person ON dismissal (organisation_id, employee_number);
