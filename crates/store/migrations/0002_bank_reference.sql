-- The bank's own id of each movement that was booked, so that it is never booked twice.
CREATE TABLE bank_reference (
    org_id BLOB NOT NULL, entity_id BLOB NOT NULL, reference TEXT NOT NULL, payment_id BLOB NOT NULL,
    PRIMARY KEY (org_id, entity_id, reference)
) STRICT, WITHOUT ROWID;
