-- The people a demonstration can be logged in to as, without a password. A row
-- here makes the organisation a demonstration: `serve` then refuses to start
-- but as one, and nowhere but on this machine.

CREATE TABLE demo_person (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    position BIGINT NOT NULL,
    employee_number TEXT NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (organisation_id, position)
);
