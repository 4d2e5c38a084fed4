-- Personal data are sealed with AES-256-GCM. The rows that are there stay in clear until the program, which has the key,
-- seals them one batch after the other.

-- In clear the salt of the commitment; sealed the beginning of the commitment, while the salt is sealed with the payload.
ALTER TABLE vault RENAME COLUMN salt TO header;

-- The keys that something may be sealed with; a row goes only when nothing is sealed with its key any more.
CREATE TABLE vaultKey (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- the key's number; 0 stands for what is in clear
    checkValue BLOB NOT NULL CHECK (length(checkValue) = 32) -- by which the key is known again; zeros for 0
) STRICT;

INSERT INTO vaultKey (id, checkValue)
SELECT 0, zeroblob(32) WHERE EXISTS (SELECT 1 FROM vault) OR EXISTS (SELECT 1 FROM hashKey);

-- What persons' dossiers are found by; gone with the entry.
CREATE TABLE vaultTerm (
    entry INTEGER NOT NULL REFERENCES vault (number) ON DELETE CASCADE, -- the entry with the applicant's sheet
    term INTEGER NOT NULL, -- eight bytes of the keyed hash of an identity or telephone number
    PRIMARY KEY (entry, term)
) STRICT, WITHOUT ROWID;

CREATE INDEX vaultTerm_term ON vaultTerm (term, entry);

-- The table is made anew because its keys are wrapped now.
CREATE TABLE hashKeyAnew (
    purpose TEXT PRIMARY KEY, -- what the keyed hash is for
    keyId INTEGER NOT NULL CHECK (keyId >= 0), -- the vault's key that wraps it; 0 means in clear
    key BLOB NOT NULL CHECK (length(key) BETWEEN 32 AND 80) -- the key, wrapped with nonce and tag
) STRICT, WITHOUT ROWID;

INSERT INTO hashKeyAnew (purpose, keyId, key) SELECT purpose, 0, key FROM hashKey;

DROP TABLE hashKey;

ALTER TABLE hashKeyAnew RENAME TO hashKey;
