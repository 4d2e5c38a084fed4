-- Accounts that change, sessions that are listed and end when nobody uses them, and keys by which other systems sign in.
-- Neither a password, a token nor a key stands here: only hashes of them.

ALTER TABLE account ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1); -- raised by every change

ALTER TABLE account ADD COLUMN mustChangePassword INTEGER NOT NULL DEFAULT 0
    CHECK (mustChangePassword IN (0, 1)); -- 1 while its password was given by somebody else

CREATE INDEX account_administrator ON account (id) WHERE role = 'admin' AND isActive = 1;

-- A session of an earlier program does not say when it was used last: staff sign in once more after the upgrade.
DROP TABLE session;

CREATE TABLE session (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- by which it is listed and ended; never given twice
    tokenHash BLOB NOT NULL UNIQUE CHECK (length(tokenHash) = 32), -- SHA-256 of the token
    account INTEGER NOT NULL REFERENCES account (id), -- whose session it is
    client TEXT NOT NULL CHECK (length(client) <= 60), -- what kind of program signed in, for example Firefox, Windows
    createdAt INTEGER NOT NULL, -- when it began, in machine time
    lastUsedAt INTEGER NOT NULL, -- when it was used last, a minute or two behind, in machine time
    expiresAt INTEGER NOT NULL -- when it ends at the latest, in machine time
) STRICT;

CREATE INDEX session_account ON session (account);

CREATE INDEX session_expiresAt ON session (expiresAt);

CREATE TABLE apiKey (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- as the history names it; never given twice
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64), -- the system that uses it
    scopes TEXT NOT NULL CHECK (length(scopes) > 0), -- what it may be used for, words with blanks between
    role TEXT CHECK (role IN ('desk', 'officer', 'head', 'leader')), -- in which role it acts; NULL if none is needed
    place TEXT, -- for which unit it acts; NULL if for none
    gateway TEXT, -- for which SMS gateway it speaks; NULL if for none
    version INTEGER NOT NULL CHECK (version >= 1), -- raised by every change
    createdAt INTEGER NOT NULL, -- when it was made, in machine time
    revokedAt INTEGER -- when it was taken back, in machine time; NULL while it holds
) STRICT;

CREATE TABLE apiKeySecret (
    prefix TEXT PRIMARY KEY CHECK (length(prefix) = 8), -- the part that is shown, by which it is found
    apiKey INTEGER NOT NULL REFERENCES apiKey (id), -- whose secret it is
    hash BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the whole key
    createdAt INTEGER NOT NULL, -- when it was made, in machine time
    expiresAt INTEGER NOT NULL, -- when it ends, in machine time
    lastUsedAt INTEGER -- when it was used last, an hour or so behind, in machine time; NULL before the first use
) STRICT, WITHOUT ROWID;

CREATE INDEX apiKeySecret_apiKey ON apiKeySecret (apiKey, createdAt);
