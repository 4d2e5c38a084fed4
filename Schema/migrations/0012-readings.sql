-- Readings of dossiers by staff. Each is an event of the stream `readings`; here it is found by its dossier and its
-- reader.

CREATE TABLE reading (
    event INTEGER PRIMARY KEY REFERENCES event (seq), -- the event that tells of it
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier that was read
    reader TEXT NOT NULL CHECK (length(reader) BETWEEN 1 AND 40), -- who read it, as the event names him
    part TEXT NOT NULL CHECK (part IN ('file', 'history', 'export')), -- what of it
    at INTEGER NOT NULL -- when
) STRICT;

CREATE INDEX reading_dossier ON reading (dossier, event);

CREATE INDEX reading_reader ON reading (dossier, reader, part, event);
