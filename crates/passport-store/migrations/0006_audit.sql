-- Who saw or changed what, when, from where and why; denials too. Entries are
-- added in whatever transaction they belong to and sealed a little later, in
-- batches: sealing gives them consecutive numbers and a hash chain, so that
-- nobody who adds one waits for another.
--
-- What is personal may be erased and the chain still holds: it runs over the
-- salted hash of the personal part, and the salt is erased with it.

CREATE TABLE audit_entry (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    -- By chance, and counting up within one process: no lock is needed for it.
    id BIGINT NOT NULL,
    -- To the microsecond. This and the action, with the identifier and the hash
    -- below, can never be erased.
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    -- The personal part: empty once it is erased.
    actor TEXT NOT NULL,
    about TEXT NOT NULL,
    origin TEXT NOT NULL,
    payload TEXT,
    salt TEXT,
    payload_hash TEXT NOT NULL,
    -- Its place in the chain, once it is sealed.
    number BIGINT,
    chain TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX audit_entry_number ON audit_entry (organisation_id, number) WHERE number IS NOT NULL;
CREATE INDEX audit_entry_unsealed ON audit_entry (organisation_id, at, id) WHERE number IS NULL;
CREATE INDEX audit_entry_at ON audit_entry (organisation_id, at, id);
CREATE INDEX audit_entry_about ON audit_entry (organisation_id, about, at, id) WHERE about <> '';

-- Where the chain ends. Whoever seals holds this row until the commit, so that
-- of two servers one waits for the other.
CREATE TABLE audit_head (
    organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id),
    number BIGINT NOT NULL,
    chain TEXT NOT NULL
);
INSERT INTO audit_head (organisation_id, number, chain)
SELECT id, 0, '0000000000000000000000000000000000000000000000000000000000000000' FROM organisation;
