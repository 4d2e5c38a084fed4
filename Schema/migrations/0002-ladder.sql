-- The ladder: notices say what they tell and are read one by one; timers that belong to no dossier; what is late now.

CREATE TABLE notice_with_facts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- the notice
    recipient TEXT NOT NULL, -- who it is for, by stored name
    dossier INTEGER REFERENCES dossier (id), -- the dossier; NULL for the morning's digest
    rung TEXT NOT NULL, -- the rung it tells of, by stored name
    at INTEGER NOT NULL, -- when it was made
    plannedAt INTEGER NOT NULL, -- when it was to be made
    facts BLOB NOT NULL CHECK (length(facts) <= 65536) -- what it tells as JSON: codes, units and instants, no person
) STRICT;

INSERT INTO notice_with_facts (number, recipient, dossier, rung, at, plannedAt, facts)
SELECT number, recipient, dossier, rung, at, at, CAST('{}' AS BLOB) FROM notice;

DROP TABLE notice;

ALTER TABLE notice_with_facts RENAME TO notice;

CREATE INDEX notice_recipient ON notice (recipient, number);

CREATE TABLE noticeRead (
    account INTEGER NOT NULL REFERENCES account (id), -- who has read it
    notice INTEGER NOT NULL REFERENCES notice (number), -- the notice
    PRIMARY KEY (account, notice)
) STRICT, WITHOUT ROWID;

CREATE TABLE serviceTimer (
    name TEXT PRIMARY KEY, -- what it is for
    fireAt INTEGER NOT NULL -- when it fires
) STRICT, WITHOUT ROWID;

CREATE TABLE lateDossier (
    dossier INTEGER PRIMARY KEY REFERENCES dossier (id) -- a dossier whose appointment has passed while its clock runs
) STRICT;

-- Dossiers that were late before this table was: their history says so already, and their clock runs.
INSERT INTO lateDossier (dossier)
SELECT dossier.id
FROM dossier
JOIN dossierState AS state ON state.dossier = dossier.id
WHERE dossier.status IN (2, 4)
  -- A state that is damaged stops no upgrade: verify names it.
  AND CASE WHEN json_valid(CAST(state.state AS TEXT))
      THEN json_extract(CAST(state.state AS TEXT), '$.overdue') = 1 ELSE 0 END;
