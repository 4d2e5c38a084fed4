-- Posts that accounts hold for a time: secondments and acting heads. They count by the time of the service.

CREATE TABLE posting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- as the history names it; never given twice
    account INTEGER NOT NULL REFERENCES account (id), -- who holds it
    kind TEXT NOT NULL CHECK (kind IN ('secondment', 'actingHead')), -- works there instead of at home, or leads beside
    place TEXT NOT NULL, -- the unit, with its commune where it has one
    fromDay INTEGER NOT NULL, -- the first local date, in days since 1970-01-01
    untilDay INTEGER NOT NULL CHECK (untilDay >= fromDay), -- the last local date, likewise
    createdAt INTEGER NOT NULL, -- when it was given
    endedAt INTEGER -- when it was ended before its time; NULL if it was not
) STRICT;

-- What holds or is to come of one account, which is asked for with every request of a session that is not fresh.
CREATE INDEX posting_open ON posting (account, untilDay) WHERE endedAt IS NULL;

CREATE INDEX posting_account ON posting (account);
