-- What becomes of texts after a gateway took them, texts sent again, and numbers that want none.
-- The table is made anew because its states are more; every row and number stays.

CREATE TABLE outboxMessageAnew (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- our own stable reference towards gateways
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    position INTEGER NOT NULL, -- the event that caused it
    kind TEXT NOT NULL CHECK (length(kind) <= 40), -- what it tells
    resend INTEGER NOT NULL CHECK (resend >= 0), -- how often staff had sent this news again before it
    dueAt INTEGER, -- the appointment it tells
    amountInDong INTEGER, -- the sum it tells
    quotesNumber INTEGER, -- the vault entry whose words it quotes
    quotesCommitment TEXT, -- the commitment to that entry
    createdAt INTEGER NOT NULL, -- when it was caused
    state TEXT NOT NULL -- so far
        CHECK (state IN ('queued', 'sending', 'accepted', 'delivered', 'undelivered', 'rejected', 'expired',
            'unconfirmed', 'unknown', 'failed')),
    reason TEXT CHECK (length(reason) <= 200), -- why it ended as it did, a code or the gateway's words without a number
    attempts INTEGER NOT NULL CHECK (attempts >= 0), -- how often it was tried
    nextAttemptAt INTEGER NOT NULL, -- queued: not before, 0 until tried; sending: the lease's end; in machine time
    heldUntil INTEGER NOT NULL, -- queued: kept back until then, for quiet hours or too many texts; 0 if it is not
    gateway TEXT, -- the gateway that has it, or had it last
    providerReference TEXT, -- the gateway's own reference
    sentAt INTEGER, -- when the gateway took it
    confirmBy INTEGER, -- accepted: when a report is overdue, in machine time; NULL if none is awaited
    reportedAt INTEGER, -- when the last report came
    receiver BLOB CHECK (length(receiver) = 32) -- keyed hash of the number it went to; NULL until tried
) STRICT;

INSERT INTO outboxMessageAnew (
    number, dossier, position, kind, resend, dueAt, amountInDong, quotesNumber, quotesCommitment, createdAt, state,
    attempts, nextAttemptAt, heldUntil, gateway, providerReference, sentAt)
SELECT
    number, dossier, position, kind, 0, dueAt, amountInDong, quotesNumber, quotesCommitment, createdAt, state,
    attempts, nextAttemptAt, 0, gateway, providerReference, sentAt
FROM outboxMessage;

DROP TABLE outboxMessage;

ALTER TABLE outboxMessageAnew RENAME TO outboxMessage;

CREATE UNIQUE INDEX outboxMessage_cause ON outboxMessage (dossier, position, kind, resend);

CREATE INDEX outboxMessage_waiting ON outboxMessage (number) WHERE state IN ('queued', 'sending');

CREATE INDEX outboxMessage_queued ON outboxMessage (nextAttemptAt, number) WHERE state = 'queued' AND heldUntil = 0;

CREATE INDEX outboxMessage_held ON outboxMessage (heldUntil) WHERE state = 'queued' AND heldUntil > 0;

CREATE INDEX outboxMessage_leased ON outboxMessage (nextAttemptAt) WHERE state = 'sending';

CREATE INDEX outboxMessage_awaited ON outboxMessage (confirmBy) WHERE state = 'accepted' AND confirmBy IS NOT NULL;

-- For lists by state; by an expression, so that it is not taken for the small indexes of what waits.
CREATE INDEX outboxMessage_state ON outboxMessage (lower(state), number);

CREATE INDEX outboxMessage_reference ON outboxMessage (providerReference, gateway) WHERE providerReference IS NOT NULL;

CREATE INDEX outboxMessage_receiver ON outboxMessage (receiver, sentAt) WHERE receiver IS NOT NULL;

-- The columns that are read of a text, in the order in which they are read.
CREATE VIEW outboxText AS
SELECT
    number, dossier, position, kind, dueAt, quotesNumber, quotesCommitment, createdAt, state, attempts, sentAt,
    amountInDong, resend, reason, gateway, providerReference, reportedAt, nextAttemptAt, heldUntil
FROM outboxMessage;

-- Reports that came before the gateway's own reference was known; taken when it is, forgotten after some days.
CREATE TABLE earlyReport (
    gateway TEXT NOT NULL, -- the gateway that told
    providerReference TEXT NOT NULL, -- its reference
    state TEXT NOT NULL, -- what it told last
    at INTEGER NOT NULL, -- when, in machine time
    PRIMARY KEY (gateway, providerReference)
) STRICT, WITHOUT ROWID;

CREATE INDEX earlyReport_at ON earlyReport (at);

-- Numbers that want no texts (từ chối nhận tin).
CREATE TABLE optedOut (
    receiver BLOB PRIMARY KEY CHECK (length(receiver) = 32), -- keyed hash of the number
    at INTEGER NOT NULL -- since when
) STRICT, WITHOUT ROWID;
