-- Log-in through an identity provider of the organisation.

-- Who somebody is at an identity provider, and the account that this opens. A
-- link is never changed: it is ended, and another made.
CREATE TABLE external_identity (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    -- The provider, as its discovery names it, and its own name for the person.
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BIGINT NOT NULL,
    linked_at TEXT NOT NULL,
    -- Who linked it: single sign-on by the employee number, or an administrator.
    linked_by TEXT NOT NULL,
    unlinked_at TEXT,
    unlinked_by TEXT,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);
-- An identity opens one account, and an account has one identity at a provider.
CREATE UNIQUE INDEX external_identity_subject
    ON external_identity (organisation_id, issuer, subject) WHERE unlinked_at IS NULL;
CREATE UNIQUE INDEX external_identity_account
    ON external_identity (organisation_id, issuer, account_id) WHERE unlinked_at IS NULL;

-- A log-in that somebody began and has not come back from. The browser's secret
-- is kept as its SHA-256 alone: what is here completes nothing.
CREATE TABLE sign_on (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    token_hash TEXT NOT NULL,
    issuer TEXT NOT NULL,
    began_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (organisation_id, token_hash)
);
CREATE UNIQUE INDEX sign_on_token ON sign_on (token_hash);
