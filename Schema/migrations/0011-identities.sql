-- Whom the provider of single sign-on vouches for. Neither its name for somebody nor what it says of him stands here:
-- only a keyed hash, by which he is known again.

CREATE TABLE identity (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32), -- keyed hash of issuer and subject
    account INTEGER NOT NULL UNIQUE REFERENCES account (id), -- the account that was made for it
    toldAt INTEGER NOT NULL, -- the provider's moment of the newest word on role and unit that was heard, by its clock
    isMapped INTEGER NOT NULL CHECK (isMapped IN (0, 1)) -- whether that word gives a role; 0 lets nobody in
) STRICT, WITHOUT ROWID;
