-- The archive: what was moved of dossiers of old years, in a file of its own that the service only reads. The columns
-- are those of the tables of the same names in the database, whose numbers they keep.

CREATE TABLE archive (
    id INTEGER PRIMARY KEY CHECK (id = 1), -- there is one row
    form INTEGER NOT NULL CHECK (form >= 1), -- the form of these tables; a later program may know more of them
    identity TEXT NOT NULL CHECK (length(identity) = 32), -- by which its database knows it again
    generation INTEGER NOT NULL CHECK (generation >= 0) -- raised by every change
) STRICT;

-- The dossiers of the batch that is being moved. Those that still lie in the database whole are taken out again when
-- the move was broken off.
CREATE TABLE moving (
    dossier INTEGER PRIMARY KEY -- its stream
) STRICT;

CREATE TABLE dossier (
    id INTEGER PRIMARY KEY, -- its stream
    publicStatus BLOB NOT NULL CHECK (length(publicStatus) <= 1048576), -- the public answer, without its last member
    state BLOB NOT NULL CHECK (length(state) <= 1048576) -- the fold of its events, canonical
) STRICT;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY, -- the global sequence
    stream INTEGER NOT NULL REFERENCES dossier (id), -- the stream it belongs to
    position INTEGER NOT NULL CHECK (position >= 1), -- its place in the stream
    body BLOB NOT NULL CHECK (length(body) <= 1048576) -- the canonical form, over which the chain of hashes runs
) STRICT;

CREATE UNIQUE INDEX event_stream_position ON event (stream, position);

CREATE TRIGGER event_never_updated BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TABLE finishedStep (
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    step TEXT NOT NULL, -- the finished step
    place TEXT NOT NULL, -- the unit that did it
    startedAt INTEGER NOT NULL, -- when it last began
    finishedAt INTEGER NOT NULL, -- when it was finished
    workingSeconds INTEGER NOT NULL CHECK (workingSeconds >= 0), -- its standard working time by the procedure
    PRIMARY KEY (dossier, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault (
    number INTEGER PRIMARY KEY, -- as in the database
    stream INTEGER NOT NULL REFERENCES dossier (id), -- the dossier it belongs to
    keyId INTEGER NOT NULL CHECK (keyId >= 0), -- the key it is encrypted with
    header BLOB NOT NULL CHECK (length(header) = 16), -- the beginning of the commitment
    payload BLOB NOT NULL CHECK (length(payload) <= 1048576) -- the sealed datum
) STRICT;

CREATE INDEX vault_stream ON vault (stream);

CREATE TABLE outboxMessage (
    number INTEGER PRIMARY KEY, -- as in the database
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    position INTEGER NOT NULL, -- the event that caused it
    kind TEXT NOT NULL, -- what it tells
    resend INTEGER NOT NULL, -- how often staff had sent this news again before it
    dueAt INTEGER, -- the appointment it tells
    amountInDong INTEGER, -- the sum it tells
    quotesNumber INTEGER, -- the vault entry whose words it quotes
    quotesCommitment TEXT, -- the commitment to that entry
    createdAt INTEGER NOT NULL, -- when it was caused
    state TEXT NOT NULL, -- how it ended
    reason TEXT, -- why it ended so
    attempts INTEGER NOT NULL, -- how often it was tried
    nextAttemptAt INTEGER NOT NULL, -- of no meaning any more
    heldUntil INTEGER NOT NULL, -- of no meaning any more
    gateway TEXT, -- the gateway that had it last
    providerReference TEXT, -- the gateway's own reference
    sentAt INTEGER, -- when the gateway took it
    confirmBy INTEGER, -- when a report was overdue, in machine time
    reportedAt INTEGER, -- when the last report came
    receiver BLOB -- keyed hash of the number it went to
) STRICT;

CREATE INDEX outboxMessage_dossier ON outboxMessage (dossier, number);

-- The columns that are read of a text, in the order in which they are read.
CREATE VIEW outboxText AS
SELECT
    number, dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, state, attempts, sentAt,
    amountInDong, resend, reason, gateway, providerReference, reportedAt, nextAttemptAt, heldUntil
FROM outboxMessage;
