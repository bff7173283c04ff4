-- How someone proves who they are beside their password.

-- The secret that an account shares with its owner's authenticator app.
CREATE TABLE second_factor (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    account_id BIGINT NOT NULL,
    -- Sealed with the server's key, which is not in the database.
    sealed_secret TEXT NOT NULL,
    -- The last half minute since 1970 whose code was used: none is good twice.
    last_step BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, account_id),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);

-- Codes for whoever has lost their telephone, each good once: a row is deleted
-- when its code is used.
CREATE TABLE recovery_code (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    -- SHA-256 of 80 bits of chance.
    code_hash TEXT NOT NULL,
    account_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, account_id, code_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);

-- How the person of a session has proved who they are: password, second factor,
-- single sign-on, or demonstration. Whether that is enough is asked at every
-- request.
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT 'password';
