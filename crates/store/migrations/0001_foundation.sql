-- Quittance, first schema. Types are written for SQLite and turned into PostgreSQL's by `dialect.rs`
-- (BLOB -> BYTEA, INTEGER -> BIGINT, TEXT -> TEXT COLLATE "C"). Every key starts with org_id; only `org` and `login` are global.
-- ids: 16 bytes. Instants: microseconds. Dates: ISO text. Money: minor units. Quantities: millionths.

-- Global ----------------------------------------------------------------------------------------------------------
CREATE TABLE org (
    id BLOB NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE TABLE login (
    id BLOB NOT NULL, email TEXT NOT NULL, name TEXT NOT NULL, password_hash TEXT NOT NULL, totp_secret TEXT,
    language TEXT NOT NULL, created_at INTEGER NOT NULL, failed_count INTEGER NOT NULL, locked_until INTEGER NOT NULL,
    totp_last INTEGER NOT NULL, PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX login_email ON login (email);

-- Documents -------------------------------------------------------------------------------------------------------
CREATE TABLE document (
    org_id BLOB NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, entity_id BLOB, number TEXT NOT NULL, title TEXT NOT NULL,
    state TEXT NOT NULL, customer_id BLOB, owner_id BLOB, date TEXT, date_due TEXT, amount INTEGER, currency TEXT,
    parent_id BLOB, version INTEGER NOT NULL, schema_no INTEGER NOT NULL, created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX document_number ON document (org_id, kind, number) WHERE number <> '';
CREATE INDEX document_list ON document (org_id, kind, id);
CREATE INDEX document_state ON document (org_id, kind, state, id);
CREATE INDEX document_customer ON document (org_id, customer_id, kind, id);
CREATE INDEX document_parent ON document (org_id, parent_id, id);
CREATE INDEX document_due ON document (org_id, kind, state, date_due);
CREATE TABLE document_part (
    org_id BLOB NOT NULL, doc_id BLOB NOT NULL, kind TEXT NOT NULL, pos INTEGER NOT NULL, product_id BLOB,
    quantity INTEGER, amount INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (org_id, doc_id, kind, pos),
    FOREIGN KEY (org_id, doc_id) REFERENCES document (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE document_history (
    org_id BLOB NOT NULL, doc_id BLOB NOT NULL, version INTEGER NOT NULL, intent_id BLOB NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (org_id, doc_id, version),
    FOREIGN KEY (org_id, doc_id) REFERENCES document (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE comment (
    org_id BLOB NOT NULL, id BLOB NOT NULL, doc_id BLOB NOT NULL, author_id BLOB, recorded_at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_document ON comment (org_id, doc_id, id);
CREATE TABLE blob (
    org_id BLOB NOT NULL, sha256 BLOB NOT NULL, media_type TEXT NOT NULL, bytes BLOB NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, sha256)
) STRICT;
-- The file made from (or attached to) a document, by name: stored once, never made again.
CREATE TABLE document_file (
    org_id BLOB NOT NULL, doc_id BLOB NOT NULL, name TEXT NOT NULL, sha256 BLOB NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, doc_id, name)
) STRICT, WITHOUT ROWID;

-- Facts: append-only ------------------------------------------------------------------------------------------------
CREATE TABLE intent (
    org_id BLOB NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL, parent_id BLOB, name TEXT NOT NULL, actor TEXT NOT NULL,
    idempotency_key TEXT, request_hash BLOB NOT NULL, input TEXT NOT NULL, outcome TEXT NOT NULL,
    recorded_at INTEGER NOT NULL, business_at INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (org_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX intent_id ON intent (org_id, id);
CREATE UNIQUE INDEX intent_key ON intent (org_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE TABLE event (
    org_id BLOB NOT NULL, id BLOB NOT NULL, intent_id BLOB NOT NULL, kind TEXT NOT NULL, effective_date TEXT NOT NULL,
    recorded_at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_intent ON event (org_id, intent_id);
-- Which documents an event speaks of.
CREATE TABLE event_document (
    org_id BLOB NOT NULL, doc_id BLOB NOT NULL, event_id BLOB NOT NULL,
    PRIMARY KEY (org_id, doc_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    org_id BLOB NOT NULL, id BLOB NOT NULL, entity_id BLOB NOT NULL, event_id BLOB NOT NULL, intent_id BLOB NOT NULL,
    effective_date TEXT NOT NULL, recorded_at INTEGER NOT NULL, description TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_event ON entry (org_id, event_id);
CREATE TABLE posting (
    org_id BLOB NOT NULL, entry_id BLOB NOT NULL, pos INTEGER NOT NULL, entity_id BLOB NOT NULL, account TEXT NOT NULL,
    effective_date TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, customer_id BLOB, doc_id BLOB, line INTEGER,
    PRIMARY KEY (org_id, entry_id, pos),
    FOREIGN KEY (org_id, entry_id) REFERENCES entry (org_id, id),
    CHECK (amount <> 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_account ON posting (org_id, account, effective_date);
CREATE INDEX posting_document ON posting (org_id, doc_id);
CREATE TABLE open_item (
    org_id BLOB NOT NULL, id BLOB NOT NULL, entity_id BLOB NOT NULL, customer_id BLOB, doc_kind TEXT NOT NULL, doc_id BLOB NOT NULL,
    effective_date TEXT NOT NULL, date_due TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, event_id BLOB NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_item_document ON open_item (org_id, doc_id);
CREATE TABLE allocation (
    org_id BLOB NOT NULL, id BLOB NOT NULL, debt_id BLOB NOT NULL, credit_id BLOB NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, effective_date TEXT NOT NULL, event_id BLOB NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, debt_id) REFERENCES open_item (org_id, id),
    FOREIGN KEY (org_id, credit_id) REFERENCES open_item (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_debt ON allocation (org_id, debt_id);
CREATE INDEX allocation_credit ON allocation (org_id, credit_id);
CREATE TABLE movement (
    org_id BLOB NOT NULL, event_id BLOB NOT NULL, pos INTEGER NOT NULL, product_id BLOB NOT NULL, quantity INTEGER NOT NULL,
    value INTEGER NOT NULL, currency TEXT NOT NULL, effective_date TEXT NOT NULL, doc_id BLOB,
    PRIMARY KEY (org_id, event_id, pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX movement_product ON movement (org_id, product_id, effective_date);
CREATE TABLE schedule (
    org_id BLOB NOT NULL, id BLOB NOT NULL, entity_id BLOB NOT NULL, customer_id BLOB NOT NULL, doc_id BLOB NOT NULL, line INTEGER NOT NULL,
    date_start TEXT NOT NULL, date_end TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, event_id BLOB NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_document ON schedule (org_id, doc_id);
CREATE TABLE schedule_line (
    org_id BLOB NOT NULL, schedule_id BLOB NOT NULL, pos INTEGER NOT NULL, effective_date TEXT NOT NULL, amount INTEGER NOT NULL,
    PRIMARY KEY (org_id, schedule_id, pos),
    FOREIGN KEY (org_id, schedule_id) REFERENCES schedule (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_line_date ON schedule_line (org_id, effective_date);
CREATE TABLE recognition (
    org_id BLOB NOT NULL, schedule_id BLOB NOT NULL, pos INTEGER NOT NULL, event_id BLOB NOT NULL,
    PRIMARY KEY (org_id, schedule_id, pos),
    FOREIGN KEY (org_id, schedule_id, pos) REFERENCES schedule_line (org_id, schedule_id, pos)
) STRICT, WITHOUT ROWID;

-- State: operational ------------------------------------------------------------------------------------------------
-- One row an organisation: the last number and hash of its intents; taken last in every transaction.
CREATE TABLE org_sequence (
    org_id BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, simulated_at INTEGER,
    PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE series (
    org_id BLOB NOT NULL, entity_id BLOB NOT NULL, code TEXT NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (org_id, entity_id, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE member (
    org_id BLOB NOT NULL, user_id BLOB NOT NULL, role TEXT NOT NULL, team TEXT, active INTEGER NOT NULL,
    PRIMARY KEY (org_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    org_id BLOB NOT NULL, token_hash BLOB NOT NULL, user_id BLOB NOT NULL, csrf TEXT NOT NULL, created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, token_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE api_key (
    org_id BLOB NOT NULL, id BLOB NOT NULL, secret_hash BLOB NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, grants TEXT,
    created_at INTEGER NOT NULL, revoked_at INTEGER,
    PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE public_link (
    org_id BLOB NOT NULL, token_hash BLOB NOT NULL, doc_kind TEXT NOT NULL, doc_id BLOB NOT NULL, person_id BLOB, created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, revoked_at INTEGER, PRIMARY KEY (org_id, token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX public_link_document ON public_link (org_id, doc_id);
CREATE TABLE person_key (
    org_id BLOB NOT NULL, person_id BLOB NOT NULL, secret BLOB NOT NULL,
    PRIMARY KEY (org_id, person_id)
) STRICT, WITHOUT ROWID;
-- How far a run over a file has come; moved in the transaction of each chunk.
CREATE TABLE run_cursor (
    org_id BLOB NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

-- State: projections, recomputed by `rebuild` and compared by `doctor` --------------------------------------------------
CREATE TABLE balance (
    org_id BLOB NOT NULL, entity_id BLOB NOT NULL, account TEXT NOT NULL, currency TEXT NOT NULL, month TEXT NOT NULL,
    debit INTEGER NOT NULL, credit INTEGER NOT NULL,
    PRIMARY KEY (org_id, entity_id, account, currency, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE open_amount (
    org_id BLOB NOT NULL, item_id BLOB NOT NULL, customer_id BLOB, date_due TEXT NOT NULL, currency TEXT NOT NULL, amount_open INTEGER NOT NULL,
    PRIMARY KEY (org_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_amount_customer ON open_amount (org_id, customer_id) WHERE amount_open <> 0;
CREATE INDEX open_amount_due ON open_amount (org_id, date_due) WHERE amount_open <> 0;
CREATE TABLE stock_level (
    org_id BLOB NOT NULL, product_id BLOB NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL, currency TEXT NOT NULL,
    PRIMARY KEY (org_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_word (
    org_id BLOB NOT NULL, word TEXT NOT NULL, doc_id BLOB NOT NULL,
    PRIMARY KEY (org_id, word, doc_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_word_document ON search_word (org_id, doc_id);

-- Readable relations for analysts --------------------------------------------------------------------------------------
CREATE VIEW v_document AS SELECT org_id, id, kind, number, title, state, date, date_due, amount, currency, version FROM document;
CREATE VIEW v_journal AS
    SELECT e.org_id, e.effective_date, e.description, p.account, p.amount, p.currency, p.doc_id, p.customer_id, e.id AS entry_id, e.event_id
    FROM entry e JOIN posting p ON p.org_id = e.org_id AND p.entry_id = e.id;
