-- The timetable: what runs for an organisation since when, and every attempt
-- at every occurrence of it.

CREATE TABLE job (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    -- When a server first saw it switched on: what fell due before is not made up for.
    since TEXT NOT NULL,
    PRIMARY KEY (organisation_id, kind)
);

CREATE TABLE job_run (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    -- Which one: 2026-11 of a monthly job, 2026-11-22 of a nightly one.
    occurrence TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    worker TEXT NOT NULL,
    lease_until TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (organisation_id, kind, occurrence, attempt)
);
CREATE INDEX job_run_started ON job_run (organisation_id, started_at);
