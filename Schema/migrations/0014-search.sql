-- Search by name, time of receipt and procedure.

-- What dossiers are found by when somebody types a name: cut keyed hashes of the words without accents, shared by
-- several words each. An indexer fills it from the vault, a batch at a time.
CREATE TABLE nameToken (
    token INTEGER NOT NULL CHECK (token BETWEEN 0 AND 4095), -- twelve bits of the keyed hash of a word
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier whose applicant or submitter has such a word
    PRIMARY KEY (token, dossier)
) STRICT, WITHOUT ROWID;

-- To take a dossier out when its data are erased or corrected.
CREATE INDEX nameToken_dossier ON nameToken (dossier);

-- Lists of a time of receipt, newest first; what is filed online and not yet accepted has none.
CREATE INDEX dossier_receivedAt ON dossier (receivedAt) WHERE receivedAt IS NOT NULL;

-- Lists of a procedure, newest first.
CREATE INDEX dossier_procedure ON dossier (procedureCode);
