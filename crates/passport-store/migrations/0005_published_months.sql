-- A published month: its figures frozen with their day, their rules and what
-- they leave out (rules.md section 5). The one conclusion that is stored: late
-- entries never rewrite it, and the same month computed again stands beside it.

CREATE TABLE published_month (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    -- 2026-11
    month TEXT NOT NULL,
    -- Its last day, for which the figures hold.
    as_at TEXT NOT NULL,
    -- The change that published it.
    change BIGINT NOT NULL,
    -- The facts and rules are those known after this change.
    known_after BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    -- What a line was: assignment or person.
    count_by TEXT NOT NULL,
    -- The organisation's target that day.
    target_hundredths BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month)
);

CREATE TABLE published_figure (
    organisation_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    -- organisation; unit; subject; unit,subject
    grouped_by TEXT NOT NULL,
    -- Empty where the rows are not grouped by it.
    unit TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- C, R or all.
    class TEXT NOT NULL,
    counted BIGINT NOT NULL,
    compliant BIGINT NOT NULL,
    -- People with a line counted here, and those of them with all in date.
    people BIGINT NOT NULL,
    people_complete BIGINT NOT NULL,
    target_hundredths BIGINT NOT NULL,
    -- Lines not counted, each for the first reason that held.
    excluded BIGINT NOT NULL,
    not_yet_introduced BIGINT NOT NULL,
    exempt BIGINT NOT NULL,
    in_grace BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, grouped_by, unit, subject, class),
    FOREIGN KEY (organisation_id, month) REFERENCES published_month (organisation_id, month)
);

CREATE TABLE published_exclusion (
    organisation_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Bank and honorary, which are reported apart.
    apart BOOLEAN NOT NULL,
    assignments BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, reason, apart),
    FOREIGN KEY (organisation_id, month) REFERENCES published_month (organisation_id, month)
);
