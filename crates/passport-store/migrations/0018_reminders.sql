-- Reminders: a message to one person, written down before it is sent. What it
-- says is made when it is sent, from how things stand then; what it spoke of is
-- kept beside it, a row a line, so that no rule speaks of a line twice.
--
-- Like the outbox, rows move from state to state; writing them is a change.

CREATE TABLE reminder (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    -- reminder, digest or by-manager
    kind TEXT NOT NULL,
    -- To whom.
    employee_number TEXT NOT NULL,
    -- One of each kind a day.
    day TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    -- A manager's words, in a reminder by a manager.
    note TEXT NOT NULL,
    -- Its Date, and what is known of it once it was begun.
    dated TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The server's answer, or why it was not sent.
    detail TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt TEXT,
    -- Whether its acceptance was ever in doubt: it may have arrived twice.
    doubted BOOLEAN NOT NULL,
    worker TEXT,
    lease_until TEXT,
    settled_at TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX reminder_a_day ON reminder (organisation_id, kind, employee_number, day);
CREATE INDEX reminder_waits ON reminder (organisation_id, id) WHERE settled_at IS NULL;
CREATE INDEX reminder_to ON reminder (organisation_id, employee_number);
CREATE INDEX reminder_message_id ON reminder (organisation_id, message_id);

-- Of what a message spoke: a line of a person, by a rule, to the person or to the
-- manager. The deadline tells one round from the next: after a renewal the rules
-- speak anew.
CREATE TABLE reminder_line (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    employee_number TEXT NOT NULL,
    line TEXT NOT NULL,
    deadline TEXT NOT NULL,
    rule TEXT NOT NULL,
    -- person or manager
    audience TEXT NOT NULL,
    title TEXT NOT NULL,
    reminder BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, employee_number, line, deadline, rule, audience)
);
CREATE INDEX reminder_line_of ON reminder_line (organisation_id, reminder);
