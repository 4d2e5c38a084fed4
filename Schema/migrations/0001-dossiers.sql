-- The first schema: streams of events, dossiers, vault, timers, outbox, accounts, configuration.
-- Instants are milliseconds since 1970 UTC. Never edited once landed; changes come as later files.

CREATE TABLE stream (
    id INTEGER PRIMARY KEY, -- the number of the stream, for a dossier also the dossier's
    name TEXT CHECK (length(name) BETWEEN 1 AND 40), -- the name of a system stream; NULL for a dossier
    eventCount INTEGER NOT NULL CHECK (eventCount >= 0), -- how many events it has
    lastHash BLOB NOT NULL CHECK (length(lastHash) = 32) -- SHA-256 of its last event; zeros while it has none
) STRICT;

CREATE UNIQUE INDEX stream_name ON stream (name) WHERE name IS NOT NULL;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY, -- the global sequence
    stream INTEGER NOT NULL REFERENCES stream (id), -- the stream it belongs to
    position INTEGER NOT NULL CHECK (position >= 1), -- its place in the stream
    body BLOB NOT NULL CHECK (length(body) <= 1048576) -- the canonical form, over which the chain of hashes runs
) STRICT;

CREATE UNIQUE INDEX event_stream_position ON event (stream, position);

CREATE TRIGGER event_never_updated BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TRIGGER event_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TABLE vault (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, also after an erasure
    stream INTEGER NOT NULL REFERENCES stream (id), -- the dossier it belongs to
    keyId INTEGER NOT NULL CHECK (keyId >= 0), -- the key it is encrypted with; 0 means plain
    salt BLOB NOT NULL CHECK (length(salt) = 16), -- the salt of its commitment
    payload BLOB NOT NULL CHECK (length(payload) <= 1048576) -- the personal datum or typed text, as JSON
) STRICT;

-- What queries and the public look-up need, kept narrow: a look-up reads one index path and one small row.
CREATE TABLE dossier (
    id INTEGER PRIMARY KEY REFERENCES stream (id), -- its stream
    code TEXT NOT NULL CHECK (length(code) BETWEEN 10 AND 48), -- the dossier code
    version INTEGER NOT NULL CHECK (version >= 1), -- the number of its events
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10), -- the national table
    procedureCode TEXT NOT NULL CHECK (length(procedureCode) BETWEEN 1 AND 40), -- the procedure's code
    receivedAt INTEGER, -- when it was received; NULL while filed online only
    dueAt INTEGER, -- the appointment; NULL while filed online only
    frozenAt INTEGER, -- the instant at which lateness is frozen; NULL while the clock runs
    publicStatus BLOB NOT NULL CHECK (length(publicStatus) <= 1048576) -- the public answer, without its last member
) STRICT;

CREATE UNIQUE INDEX dossier_code ON dossier (code);

-- The large part of a dossier, read only by those who open or change it.
CREATE TABLE dossierState (
    dossier INTEGER PRIMARY KEY REFERENCES dossier (id), -- the dossier
    state BLOB NOT NULL CHECK (length(state) <= 1048576) -- the fold of its events, canonical
) STRICT;

CREATE TABLE dossierAgency (
    agency TEXT NOT NULL, -- an agency with a part in it, with its commune where it has one
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    PRIMARY KEY (agency, dossier)
) STRICT, WITHOUT ROWID;

CREATE TABLE activeStep (
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    step TEXT NOT NULL, -- the step under way
    place TEXT NOT NULL, -- the unit whose inbox it is in
    urgency INTEGER NOT NULL, -- the due moment, or the largest number where nothing presses
    PRIMARY KEY (dossier, step)
) STRICT, WITHOUT ROWID;

CREATE INDEX activeStep_inbox ON activeStep (place, urgency, dossier, step);

CREATE TABLE timer (
    dossier INTEGER PRIMARY KEY REFERENCES dossier (id), -- the dossier
    fireAt INTEGER NOT NULL -- the earliest instant at which one of its rungs fires
) STRICT;

CREATE INDEX timer_fireAt ON timer (fireAt, dossier);

CREATE TABLE codeSerial (
    agency TEXT NOT NULL, -- the identifier code that dossier codes begin with
    day INTEGER NOT NULL, -- the local date of receipt, in days since 1970-01-01
    last INTEGER NOT NULL CHECK (last >= 1), -- the last serial given
    PRIMARY KEY (agency, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE outboxMessage (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- our own stable reference towards gateways
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    position INTEGER NOT NULL, -- the event that caused it
    kind TEXT NOT NULL CHECK (length(kind) <= 40), -- what it tells
    dueAt INTEGER, -- the appointment it tells
    amountInDong INTEGER, -- the sum it tells
    quotesNumber INTEGER, -- the vault entry whose words it quotes
    quotesCommitment TEXT, -- the commitment to that entry
    createdAt INTEGER NOT NULL, -- when it was caused
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'rejected', 'failed', 'unknown')), -- so far
    attempts INTEGER NOT NULL CHECK (attempts >= 0), -- how often it was tried
    nextAttemptAt INTEGER NOT NULL, -- queued: not before, 0 until tried; sending: the lease's end; in machine time
    gateway TEXT, -- the gateway that has it, or had it last
    providerReference TEXT, -- the gateway's own reference
    sentAt INTEGER -- when the gateway took it
) STRICT;

CREATE UNIQUE INDEX outboxMessage_cause ON outboxMessage (dossier, position, kind);

CREATE INDEX outboxMessage_waiting ON outboxMessage (number) WHERE state IN ('queued', 'sending');

CREATE INDEX outboxMessage_queued ON outboxMessage (nextAttemptAt, number) WHERE state = 'queued';

CREATE INDEX outboxMessage_leased ON outboxMessage (nextAttemptAt) WHERE state = 'sending';

CREATE TABLE notice (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- the notice
    recipient TEXT NOT NULL, -- who it is for, by stored name
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    rung TEXT NOT NULL, -- the rung it tells of
    at INTEGER NOT NULL -- when it was made
) STRICT;

CREATE INDEX notice_recipient ON notice (recipient, number);

CREATE TABLE idempotency (
    account INTEGER NOT NULL, -- whose request it was
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255), -- the key the client chose
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32), -- keyed hash of method, path and body
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier it made or changed
    version INTEGER NOT NULL CHECK (version >= 1), -- the dossier's version afterwards
    at INTEGER NOT NULL, -- when it was remembered, in machine time
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE importedRow (
    fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32), -- keyed hash of the row
    dossier INTEGER NOT NULL REFERENCES dossier (id) -- the dossier it became
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
    username TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(username) BETWEEN 1 AND 64), -- known in any case
    role TEXT NOT NULL CHECK (role IN ('desk', 'officer', 'head', 'leader', 'admin')), -- the role
    place TEXT, -- the unit it belongs to; NULL for administrators
    passwordHash TEXT NOT NULL, -- the hash with its parameters
    isActive INTEGER NOT NULL CHECK (isActive IN (0, 1)) -- whether it may sign in
) STRICT;

CREATE TABLE session (
    tokenHash BLOB PRIMARY KEY CHECK (length(tokenHash) = 32), -- SHA-256 of the token
    account INTEGER NOT NULL REFERENCES account (id), -- whose session it is
    expiresAt INTEGER NOT NULL -- when it ends, in machine time
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (account);

CREATE INDEX session_expiresAt ON session (expiresAt);

CREATE TABLE installation (
    name TEXT PRIMARY KEY, -- a setting that belongs to the database
    value TEXT NOT NULL -- its value
) STRICT, WITHOUT ROWID;

CREATE TABLE hashKey (
    purpose TEXT PRIMARY KEY, -- what the keyed hash is for
    key BLOB NOT NULL CHECK (length(key) = 32) -- the key
) STRICT, WITHOUT ROWID;

CREATE TABLE configuration (
    kind TEXT NOT NULL, -- procedure, regime, calendar or organisation
    name TEXT NOT NULL, -- its name among its kind
    version INTEGER NOT NULL CHECK (version >= 1), -- the version
    content TEXT NOT NULL, -- canonical JSON
    PRIMARY KEY (kind, name, version)
) STRICT, WITHOUT ROWID;
