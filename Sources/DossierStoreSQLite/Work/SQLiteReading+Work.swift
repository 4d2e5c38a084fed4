import DossierDomain
import DossierEngine
import WorkingCalendar

/// What units have done and have before them (khối lượng công việc).
extension SQLiteReading {
    func finishedWork(at place: UnitPlace, since: Instant, limit: Int) throws -> FinishedWork {
        let seconds = try statements.first(
            "SELECT COALESCE(SUM(workingSeconds), 0) FROM finishedStep WHERE place = ? AND finishedAt >= ?",
            .text(place.description),
            .instant(since)
        ) { $0.integer(0) }
        let last = try statements.first(
            "SELECT MAX(finishedAt) FROM finishedStep WHERE place = ?",
            .text(place.description)
        ) { $0.optionalInstant(0) }
        return FinishedWork(
            standard: WorkingTime(seconds: seconds ?? 0) ?? .zero,
            spans: try spans(at: place, since: since, limit: limit),
            lastFinishedAt: last ?? nil
        )
    }

    /// The stretches of time in which at least one of a unit's finished steps was under way.
    private func spans(at place: UnitPlace, since: Instant, limit: Int) throws -> [(start: Instant, end: Instant)] {
        // A step that begins after all earlier ones have ended begins a new stretch.
        try statements.all(
            """
            SELECT MIN(startedAt), MAX(finishedAt)
            FROM (
                SELECT startedAt, finishedAt,
                    SUM(isFirst) OVER (ORDER BY startedAt, finishedAt ROWS UNBOUNDED PRECEDING) AS stretch
                FROM (
                    SELECT startedAt, finishedAt,
                        startedAt > COALESCE(
                            MAX(finishedAt) OVER (
                                ORDER BY startedAt, finishedAt ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                            ), 0) AS isFirst
                    FROM finishedStep
                    WHERE place = ? AND finishedAt >= ?
                )
            )
            GROUP BY stretch
            ORDER BY stretch
            LIMIT ?
            """,
            .text(place.description),
            .instant(since),
            .limit(limit)
        ) { (start: $0.instant(0), end: $0.instant(1)) }
    }

    func openWork(at place: UnitPlace, limit: Int) throws -> [OpenWork] {
        // A dossier filed online has no clock yet, though its line stands in the desk's inbox.
        try statements.all(
            """
            SELECT dossier.procedureCode, step, MAX(urgency), COUNT(*)
            FROM (
                SELECT dossier AS owner, step, urgency
                FROM activeStep
                WHERE place = ?1 AND urgency < ?2
                ORDER BY urgency, dossier, step
                LIMIT ?3
            )
            JOIN dossier ON dossier.id = owner
            WHERE dossier.status <> ?4
            GROUP BY dossier.procedureCode, step, urgency / 3600000
            """,
            .text(place.description),
            .integer(ActiveStepRow.unhurried),
            .limit(limit),
            .count(Status.submitted.rawValue)
        ) { row in
            OpenWork(
                procedure: ProcedureCode(rawValue: row.text(0)),
                step: StepID(rawValue: row.text(1)),
                dueAt: row.instant(2),
                count: row.count(3)
            )
        }
    }

    func staffCounts(on date: LocalDate) throws -> [UnitPlace: Int] {
        // Nobody is seconded to two units on one day.
        let counts = try statements.all(
            """
            SELECT COALESCE(away.place, account.place), COUNT(*)
            FROM account
            LEFT JOIN posting AS away ON away.account = account.id AND away.kind = 'secondment'
                AND away.endedAt IS NULL AND away.fromDay <= ?1 AND away.untilDay >= ?1
            WHERE account.isActive = 1 AND account.role IN ('desk', 'officer', 'head') AND account.place IS NOT NULL
            GROUP BY 1
            """,
            .count(date.dayNumber)
        ) { (UnitPlace(text: $0.text(0)), $0.count(1)) }
        return Dictionary(counts) { first, _ in first }
    }

    func urgentDossiers<Value>(
        steps: Int,
        read: (StoredDossier) throws -> Value
    ) throws -> (values: [Value], isPartial: Bool) {
        // Along the index of urgency, never further than the limit.
        let values = try statements.all(
            """
            SELECT dossier, state
            FROM dossierState
            WHERE dossier IN (
                SELECT dossier FROM activeStep WHERE urgency < ?1 ORDER BY urgency, dossier, step LIMIT ?2)
            ORDER BY dossier
            """,
            .integer(ActiveStepRow.unhurried),
            .limit(steps)
        ) { try read(StoredDossier($0)) }
        let found = try statements.first(
            "SELECT COUNT(*) FROM (SELECT 1 FROM activeStep WHERE urgency < ?1 LIMIT ?2)",
            .integer(ActiveStepRow.unhurried),
            .limit(steps + 1)
        ) { $0.count(0) }
        return (values, (found ?? 0) > steps)
    }

    /// The finished steps of a dossier, by name.
    func finishedSteps(of dossier: StreamID) throws -> [FinishedStepRow] {
        try all(
            """
            SELECT step, place, startedAt, finishedAt, workingSeconds FROM finishedStep WHERE dossier = ? ORDER BY step
            """,
            orArchived: """
                SELECT kept.step, kept.place, kept.startedAt, kept.finishedAt, kept.workingSeconds
                FROM archive.finishedStep AS kept JOIN main.dossier ON dossier.id = kept.dossier
                WHERE kept.dossier = ? AND dossier.archivedAt IS NOT NULL ORDER BY kept.step
                """,
            .integer(dossier.number)
        ) { row in
            guard let standard = WorkingTime(seconds: row.integer(4)) else {
                throw StoreError(.damaged, "a finished step of dossier \(dossier.number) has negative hours")
            }
            return FinishedStepRow(
                step: StepID(rawValue: row.text(0)),
                place: UnitPlace(text: row.text(1)),
                startedAt: row.instant(2),
                finishedAt: row.instant(3),
                standard: standard
            )
        }
    }
}

extension SQLiteTransaction {
    /// Writes only the finished steps that differ: a change finishes one at most, or takes some back.
    func replaceFinishedSteps(of row: DossierRow) throws {
        let stored = try finishedSteps(of: row.id)
        for step in stored where !row.finishedSteps.contains(where: { $0.step == step.step }) {
            try statements.run(
                "DELETE FROM finishedStep WHERE dossier = ? AND step = ?",
                .integer(row.id.number),
                .text(step.step.rawValue)
            )
        }
        for step in row.finishedSteps where !stored.contains(step) { try put(step, of: row.id) }
    }

    /// Saves one finished step.
    func put(_ step: FinishedStepRow, of dossier: StreamID) throws {
        try statements.run(
            """
            INSERT INTO finishedStep (dossier, step, place, startedAt, finishedAt, workingSeconds)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (dossier, step) DO UPDATE SET place = excluded.place, startedAt = excluded.startedAt,
                finishedAt = excluded.finishedAt, workingSeconds = excluded.workingSeconds
            """,
            .integer(dossier.number),
            .text(step.step.rawValue),
            .text(step.place.description),
            .instant(step.startedAt),
            .instant(step.finishedAt),
            .integer(step.standard.seconds)
        )
    }
}
