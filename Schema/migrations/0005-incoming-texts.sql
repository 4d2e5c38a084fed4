-- Texts that citizens sent, and how far their answers have come. Neither a number nor a word of a text stands here: the
-- number to be answered lies in the vault and is erased with the answer.

CREATE TABLE incomingText (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they came
    gateway TEXT NOT NULL CHECK (length(gateway) <= 100), -- the gateway that brought it, by which it is answered
    providerID TEXT CHECK (length(providerID) <= 128), -- the gateway's own id; NULL if it gave none
    sender BLOB NOT NULL CHECK (length(sender) = 32), -- keyed hash of the number it came from
    at INTEGER NOT NULL, -- when it came, in the service's time
    receivedAt INTEGER NOT NULL, -- when it came, in machine time
    answer TEXT CHECK (answer IN ('status', 'unknown', 'help', 'optedOut', 'optedIn')), -- what it is answered; NULL for
        -- no answer, because the number had its answers of the hour
    dossier INTEGER REFERENCES dossier (id), -- the dossier of which it is told
    isTrusted INTEGER NOT NULL CHECK (isTrusted IN (0, 1)), -- 1 if the PIN was right or the number is the dossier's
    receiverNumber INTEGER, -- the vault entry with the number; NULL once there is nothing more to send
    receiverCommitment TEXT, -- the commitment to that entry
    state TEXT NOT NULL -- of the answer
        CHECK (state IN ('queued', 'sending', 'accepted', 'rejected', 'unknown', 'failed', 'silent')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0), -- how often it was tried
    nextAttemptAt INTEGER NOT NULL -- queued: not before; sending: the lease's end; in machine time
) STRICT;

CREATE UNIQUE INDEX incomingText_providerID ON incomingText (gateway, providerID) WHERE providerID IS NOT NULL;

CREATE INDEX incomingText_sender ON incomingText (sender, receivedAt) WHERE answer IS NOT NULL;

CREATE INDEX incomingText_queued ON incomingText (nextAttemptAt, number) WHERE state = 'queued';

CREATE INDEX incomingText_leased ON incomingText (nextAttemptAt) WHERE state = 'sending';

CREATE INDEX incomingText_receivedAt ON incomingText (receivedAt);
