-- The Merkle tree over all events, in tiles. It can be made anew from the events at any time; that it was not is what
-- checkpoints prove, which lie outside of the database.

CREATE TABLE treeTile (
    id INTEGER PRIMARY KEY CHECK (id >= 0), -- level * 2^48 + number, so that a level's last tile is found at once
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0) -- 1 to 256 SHA-256
) STRICT;
