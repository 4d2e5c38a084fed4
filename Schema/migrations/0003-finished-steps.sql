-- The steps that units have finished, by which their pace is known. Derived from the state; dossiers that are there
-- already are filled in from theirs, with the standard hours of the version of the procedure that each keeps.

CREATE TABLE finishedStep (
    dossier INTEGER NOT NULL REFERENCES dossier (id), -- the dossier
    step TEXT NOT NULL, -- the finished step
    place TEXT NOT NULL, -- the unit that did it
    startedAt INTEGER NOT NULL, -- when it last began
    finishedAt INTEGER NOT NULL, -- when it was finished
    workingSeconds INTEGER NOT NULL CHECK (workingSeconds >= 0), -- its standard working time by the procedure
    PRIMARY KEY (dossier, step)
) STRICT, WITHOUT ROWID;

INSERT INTO finishedStep (dossier, step, place, startedAt, finishedAt, workingSeconds)
SELECT
    kept.dossier,
    json_extract(route.value, '$[0]'),
    json_extract(route.value, '$[1]'),
    json_extract(progress.value, '$.startedAt'),
    json_extract(progress.value, '$.finishedAt'),
    CAST(round(json_extract(planned.value, '$.hours') * 3600) AS INTEGER)
FROM (
    SELECT dossier, CASE WHEN json_valid(CAST(state AS TEXT)) THEN CAST(state AS TEXT) ELSE '{}' END AS body
    FROM dossierState
) AS kept
JOIN json_each(kept.body, '$.registration.route') AS route
JOIN json_each(kept.body, '$.steps') AS progress ON progress.key = route.key
JOIN configuration
    ON configuration.kind = 'procedure'
    AND configuration.name = json_extract(kept.body, '$.registration.procedure')
    AND configuration.version = json_extract(kept.body, '$.registration.procedureVersion')
JOIN json_each(configuration.content, '$.steps') AS planned
    ON json_extract(planned.value, '$.id') = json_extract(route.value, '$[0]')
WHERE json_extract(progress.value, '$.state') = 'done'
    AND json_extract(route.value, '$[1]') IS NOT NULL
    AND json_extract(progress.value, '$.startedAt') IS NOT NULL
    AND json_extract(progress.value, '$.finishedAt') IS NOT NULL;

-- Covers the sums and the spans of one unit's last working days.
CREATE INDEX finishedStep_place ON finishedStep (place, finishedAt, startedAt, workingSeconds);
