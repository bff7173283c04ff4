-- Who may log in, as whom, and what they may hold beside their own record.

-- Someone who may log in to one organisation.
CREATE TABLE account (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    -- Whose record is their own; empty for someone who is not staff, such as an
    -- administrator from outside.
    employee_number TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What they log in with, in lower case.
    email TEXT NOT NULL,
    -- argon2id in PHC form; empty until one is chosen.
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- From then on it opens nothing.
    closed_at TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX account_email ON account (organisation_id, email) WHERE closed_at IS NULL;
CREATE INDEX account_employee ON account (organisation_id, employee_number);

-- Someone is logged in. The cookie's token is kept as its SHA-256 alone: what
-- is here opens nothing.
CREATE TABLE session (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    token_hash TEXT NOT NULL,
    account_id BIGINT NOT NULL,
    -- The browser in a few words, for the list its owner sees: Firefox on Windows.
    browser TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (organisation_id, token_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_account ON session (organisation_id, account_id);

-- A link that is good once: an invitation, a new password, the first administrator.
CREATE TABLE one_time_link (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    token_hash TEXT NOT NULL,
    account_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (organisation_id, token_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);
CREATE UNIQUE INDEX one_time_link_token ON one_time_link (token_hash);

-- A role that an account holds from a day to a day, both included.
CREATE TABLE role_grant (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    voided BIGINT,
    account_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    -- Of what: a unit's path, a manager's employee number, a subject; empty for
    -- roles that are for the whole organisation.
    scope TEXT NOT NULL,
    date_from TEXT,
    date_to TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX role_grant_account ON role_grant (organisation_id, account_id);
