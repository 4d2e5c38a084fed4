-- Search by a person's numbers, where an intake writes to few places.

-- Numbers are random: in their order each intake would write to pages of the whole index, which a checkpoint then has to
-- take to the disk one by one, the more of them the larger it is. In a group of numbers, one of 1,024 by their lowest ten
-- bits, dossiers lie in the order in which they come: written to is the end of each group alone, and a search looks
-- through one. Of ten million dossiers it holds some twenty thousand rows.
DROP INDEX vaultTerm_dossier;

CREATE INDEX vaultTerm_group ON vaultTerm (term & 1023, dossier, term);
