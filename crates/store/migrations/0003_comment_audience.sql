-- Who reads a comment: colleagues alone, or the customer too.
ALTER TABLE comment ADD COLUMN audience TEXT NOT NULL DEFAULT 'internal';
