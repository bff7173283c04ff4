-- The monthly passports: a run per month, and one message per person and month,
-- written down before it is sent. A row holds what makes the message again to
-- the byte (its Message-ID, its Date, the change its facts are known after),
-- not the message: no copy of anybody's record lies in a queue.
--
-- Rows of the outbox move from state to state; unlike facts they are updated.
-- Planning and finishing a run are changes; the steps of each message are not.

CREATE TABLE outbox_run (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    month TEXT NOT NULL,
    as_at TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    planned_by TEXT NOT NULL,
    -- When it was last found that nothing was left to do.
    finished_at TEXT,
    PRIMARY KEY (organisation_id, month)
);

CREATE TABLE outbox (
    organisation_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    employee_number TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    unit TEXT NOT NULL,
    message_id TEXT NOT NULL,
    dated TEXT NOT NULL,
    -- The facts are those known after this change.
    change BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    detail TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt TEXT,
    -- Whether its acceptance was ever in doubt: it may have arrived twice.
    doubted BOOLEAN NOT NULL,
    -- Who has it in hand, by which road, and until when nobody else may take it.
    worker TEXT,
    via TEXT,
    lease_until TEXT,
    -- Of the message as last handed over.
    sha256 TEXT,
    settled_at TEXT,
    PRIMARY KEY (organisation_id, month, employee_number),
    FOREIGN KEY (organisation_id, month) REFERENCES outbox_run (organisation_id, month)
);
CREATE INDEX outbox_by_state ON outbox (organisation_id, month, state, position);
CREATE UNIQUE INDEX outbox_by_message ON outbox (organisation_id, message_id);

-- When the next message may go, in milliseconds since 1970: several servers
-- share one pace.
CREATE TABLE mail_pace (
    organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id),
    next_at BIGINT NOT NULL
);

-- The changes that concern the post only: a letter planned before one says the
-- same after it.
CREATE TABLE outbox_change (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, number)
);

-- Mail that came back: a fact like others, voided when someone clears it.
CREATE TABLE bounce (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    address TEXT NOT NULL,
    hard BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX bounce_address ON bounce (organisation_id, address);
