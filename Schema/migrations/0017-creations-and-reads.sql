-- Repeated requests that make something else than a dossier: an account, a posting, a key, a text; notices read in one go.

-- The table is made anew because an entry need not have a dossier any more; it holds two days of requests. A secret that
-- the answer shows is stored nowhere: it is drawn from the salt and the client's own key, and so again for the request
-- that is repeated. Of that key only a keyed hash is kept then.
CREATE TABLE idempotencyAnew (
    account INTEGER NOT NULL, -- whose request it was
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255), -- the key the client chose, or # and a keyed hash of it
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32), -- keyed hash of method, path and body
    dossier INTEGER REFERENCES dossier (id), -- the dossier it made or changed; NULL for what is none
    version INTEGER NOT NULL CHECK (version >= 1), -- the version afterwards
    at INTEGER NOT NULL, -- when it was remembered, in machine time
    made INTEGER, -- the number of the account, posting, key or text that it made; NULL for a dossier
    salt BLOB CHECK (length(salt) = 16), -- what its secrets were drawn from; NULL for a dossier
    PRIMARY KEY (account, key),
    CHECK ((dossier IS NULL) = (made IS NOT NULL)),
    CHECK ((made IS NULL) = (salt IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO idempotencyAnew (account, key, fingerprint, dossier, version, at)
SELECT account, key, fingerprint, dossier, version, at FROM idempotency;

DROP TABLE idempotency;

ALTER TABLE idempotencyAnew RENAME TO idempotency;

CREATE INDEX idempotency_at ON idempotency (at);

-- How far an account has read without a gap: unread ones are looked for behind it, however many were read before.
CREATE TABLE noticesReadTo (
    account INTEGER NOT NULL REFERENCES account (id), -- who has read them
    recipient TEXT NOT NULL, -- to whom they are, by stored name
    number INTEGER NOT NULL CHECK (number >= 1), -- all notices to that recipient up to this number
    PRIMARY KEY (account, recipient)
) STRICT, WITHOUT ROWID;
