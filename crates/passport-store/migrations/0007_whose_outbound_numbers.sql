-- Whose each of ESR's own numbers is, where it is a person's or an assignment's:
-- until now it stood inside the body, where nobody looking for all that is kept
-- of one person would find it.

ALTER TABLE outbound ADD COLUMN employee_number TEXT NOT NULL DEFAULT '';

-- {"employee_number":"20014471"}
UPDATE outbound SET employee_number = SUBSTR(body, 21, LENGTH(body) - 22), body = '{}'
WHERE kind = 'person' AND body LIKE '{"employee_number":"%"}';

-- {"assignment_number":"20014471-2"}
UPDATE outbound SET employee_number = COALESCE((
    SELECT MAX(posting.employee_number) FROM posting
    WHERE posting.organisation_id = outbound.organisation_id
      AND posting.assignment_number = SUBSTR(outbound.body, 23, LENGTH(outbound.body) - 24)
), '')
WHERE kind = 'assignment' AND body LIKE '{"assignment_number":"%"}';

CREATE INDEX outbound_person ON outbound (organisation_id, employee_number);
