-- Other systems are told of what the ladder tells staff, too.

-- Where a subscription begins that was there already: with what comes from now on.
ALTER TABLE webhookCursor ADD COLUMN notice INTEGER NOT NULL DEFAULT 0; -- the last notice that was looked at for it

UPDATE webhookCursor SET notice = (SELECT COALESCE(MAX(number), 0) FROM notice);

-- The table is made anew because a notification need not tell of a text any more; it holds thirty days of them.
CREATE TABLE webhookDeliveryAnew (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they are due first
    subscription TEXT NOT NULL, -- who is told
    message INTEGER REFERENCES outboxMessage (number), -- of which text; NULL for a notice
    notice INTEGER REFERENCES notice (number), -- of which rung, by the first of its notices; NULL for a text
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- whose news come one after the other
    state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'dead')), -- so far
    reason TEXT CHECK (length(reason) <= 200), -- what went wrong last, without an address or a secret
    attempts INTEGER NOT NULL CHECK (attempts >= 0), -- how often it was tried
    nextAttemptAt INTEGER NOT NULL, -- queued: not before, in machine time
    endedAt INTEGER, -- when it ended, in machine time
    UNIQUE (subscription, message),
    UNIQUE (subscription, notice),
    CHECK ((message IS NULL) != (notice IS NULL))
) STRICT;

INSERT INTO webhookDeliveryAnew (
    number, subscription, message, dossier, state, reason, attempts, nextAttemptAt, endedAt)
SELECT number, subscription, message, dossier, state, reason, attempts, nextAttemptAt, endedAt FROM webhookDelivery;

DROP TABLE webhookDelivery;

ALTER TABLE webhookDeliveryAnew RENAME TO webhookDelivery;

CREATE INDEX webhookDelivery_queued ON webhookDelivery (subscription, nextAttemptAt, number) WHERE state = 'queued';

CREATE INDEX webhookDelivery_dead ON webhookDelivery (subscription, number) WHERE state = 'dead';

CREATE INDEX webhookDelivery_order ON webhookDelivery (subscription, dossier, number) WHERE state = 'queued';

CREATE INDEX webhookDelivery_ended ON webhookDelivery (endedAt) WHERE endedAt IS NOT NULL;

-- A delivery needs its text to be found when that is looked for by number. Notices are never taken away.
CREATE INDEX webhookDelivery_message ON webhookDelivery (message);
