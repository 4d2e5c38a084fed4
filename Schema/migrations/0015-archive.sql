-- Dossiers of old years whose bulk was moved into the archive, a file of its own beside the database.

-- Of a dossier that was moved its code, dates, agencies, words of names and the head of its stream stay here; its
-- public status is empty. Its events, state, status, finished steps, texts and vault entries lie in the archive.
ALTER TABLE dossier ADD COLUMN archivedAt INTEGER; -- when it was moved, in machine time; NULL while it lies here whole

CREATE INDEX dossier_archived ON dossier (id) WHERE archivedAt IS NOT NULL;

-- Events leave the table only for the archive, with their whole dossier.
DROP TRIGGER event_never_deleted;

CREATE TRIGGER event_never_deleted BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.id = OLD.stream AND dossier.archivedAt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- Lists and searches that do not grow with what lies in the archive.

-- Lists of a status, newest first. One row for a dossier; a change of status moves it from the young end of one status
-- to that of another.
CREATE INDEX dossier_status ON dossier (status);

-- Those whose clock runs, the longest overdue first. One row from receipt to the end of the clock, and so only as many
-- as are under way.
CREATE INDEX dossier_running ON dossier (dueAt, frozenAt) WHERE frozenAt IS NULL;

-- Those whose clock stopped after the appointment: a row for late ones alone.
CREATE INDEX dossier_late ON dossier (dueAt, frozenAt) WHERE frozenAt > dueAt;

-- The most urgent steps of all units, for the forecast. One row for a step under way.
CREATE INDEX activeStep_urgency ON activeStep (urgency, dossier, step);

-- The table is made anew so that a person's dossiers lie in the order in which they are listed, however many they are.
-- The entry may lie in the archive.
CREATE TABLE vaultTermAnew (
    entry INTEGER NOT NULL, -- the entry of the vault with the applicant's sheet
    term INTEGER NOT NULL, -- eight bytes of the keyed hash of an identity or telephone number
    dossier INTEGER NOT NULL REFERENCES stream (id), -- the dossier that the entry belongs to
    PRIMARY KEY (entry, term)
) STRICT, WITHOUT ROWID;

INSERT INTO vaultTermAnew (entry, term, dossier)
SELECT vaultTerm.entry, vaultTerm.term, vault.stream
FROM vaultTerm
CROSS JOIN vault ON vault.number = vaultTerm.entry
ORDER BY vaultTerm.entry, vaultTerm.term;

DROP TABLE vaultTerm;

ALTER TABLE vaultTermAnew RENAME TO vaultTerm;

-- In the place of vaultTerm_term, with as many rows.
CREATE INDEX vaultTerm_dossier ON vaultTerm (term, dossier);

-- Public names have tokens of their own now: the indexer walks the vault once more.
DELETE FROM installation WHERE name = 'namesIndexed';
