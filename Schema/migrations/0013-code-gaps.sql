-- Serials that are passed over after an older copy was restored, because codes of them may have been given already.

CREATE TABLE codeGap (
    agency TEXT NOT NULL, -- the identifier code that dossier codes begin with
    day INTEGER NOT NULL, -- the local date of receipt, in days since 1970-01-01
    first INTEGER NOT NULL CHECK (first >= 1), -- the first serial that no code of this history has
    last INTEGER NOT NULL CHECK (last >= first), -- the last one
    PRIMARY KEY (agency, day, first)
) STRICT, WITHOUT ROWID;
