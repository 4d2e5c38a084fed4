-- Notifications that are told to other systems. They are taken from the outbox in its order; neither a number nor a word
-- of a text stands here.

CREATE TABLE webhookCursor (
    subscription TEXT PRIMARY KEY, -- the subscription's name
    message INTEGER NOT NULL -- the last outbox text that was looked at for it
) STRICT, WITHOUT ROWID;

CREATE TABLE webhookDelivery (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they are due first
    subscription TEXT NOT NULL, -- who is told
    message INTEGER NOT NULL REFERENCES outboxMessage (number), -- of what
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- whose news come one after the other
    state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'dead')), -- so far
    reason TEXT CHECK (length(reason) <= 200), -- what went wrong last, without an address or a secret
    attempts INTEGER NOT NULL CHECK (attempts >= 0), -- how often it was tried
    nextAttemptAt INTEGER NOT NULL, -- queued: not before, in machine time
    endedAt INTEGER, -- when it ended, in machine time
    UNIQUE (subscription, message)
) STRICT;

CREATE INDEX webhookDelivery_queued ON webhookDelivery (subscription, nextAttemptAt, number) WHERE state = 'queued';

CREATE INDEX webhookDelivery_dead ON webhookDelivery (subscription, number) WHERE state = 'dead';

CREATE INDEX webhookDelivery_order ON webhookDelivery (subscription, dossier, number) WHERE state = 'queued';

CREATE INDEX webhookDelivery_ended ON webhookDelivery (endedAt) WHERE endedAt IS NOT NULL;

-- A delivery needs its text to be found when that is looked for by number.
CREATE INDEX webhookDelivery_message ON webhookDelivery (message);
