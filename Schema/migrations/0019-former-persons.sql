-- Who stood on a dossier's sheet before it was corrected is told what is kept on him.

-- Sheets that were replaced have terms of their own from now on, by which no list finds a dossier. Those of older
-- programs get them at the next start, from the vault, which newest sheets have behind them.
UPDATE installation SET value = 'newest' WHERE name = 'personsIndexed';
