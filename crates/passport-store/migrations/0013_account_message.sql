-- A message that lets someone in, asked for and not sent yet, or settled. The
-- link in it is made when it is sent and kept by its hash alone, so a message
-- that is sent again has a new link and the one before is spent.
CREATE TABLE account_message (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    -- invitation or reset
    purpose TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    -- Not before then is it tried, or tried again.
    next_at TEXT NOT NULL,
    tries BIGINT NOT NULL,
    settled_at TEXT,
    -- sent, refused or given up, once settled
    outcome TEXT NOT NULL,
    -- What the mail server said last.
    answer TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, account_id) REFERENCES account (organisation_id, id)
);
CREATE INDEX account_message_due ON account_message (organisation_id, next_at)
    WHERE settled_at IS NULL;
CREATE INDEX account_message_account ON account_message (organisation_id, account_id);
