-- The last change that touched what evaluations take of people, what is asked about
-- passports, and that destroyed facts: what servers keep of them is old after it.
ALTER TABLE organisation ADD COLUMN last_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN last_queries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN last_destroyed BIGINT NOT NULL DEFAULT 0;

-- Whose facts a change voided: few are, so these are small.
CREATE INDEX person_voided ON person (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX posting_voided ON posting (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX award_voided ON award (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX exemption_voided ON exemption (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX return_grace_voided ON return_grace (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX enrolment_voided ON enrolment (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX query_voided ON query (organisation_id, voided) WHERE voided IS NOT NULL;
CREATE INDEX query_step_voided ON query_step (organisation_id, voided) WHERE voided IS NOT NULL;
