import DossierDomain
import DossierEngine
import WorkingCalendar

/// Dossiers (hồ sơ) with their states, agencies, steps and timers, saved.
extension SQLiteTransaction {
    func insert(_ row: DossierRow) throws {
        try statements.run(
            """
            INSERT INTO dossier (id, code, version, status, procedureCode, receivedAt, dueAt, frozenAt, publicStatus)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(row.id.number),
            .text(row.code.text),
            .count(row.version),
            .count(row.status.rawValue),
            .text(row.procedure.rawValue),
            .instant(row.receivedAt),
            .instant(row.dueAt),
            .instant(row.frozenAt),
            .blob(row.publicStatus)
        )
        try statements.run(
            "INSERT INTO dossierState (dossier, state) VALUES (?, ?)",
            .integer(row.id.number),
            .blob(row.state)
        )
        for agency in row.agencies { try insert(agency, of: row.id) }
        for step in row.activeSteps { try put(step, of: row.id) }
        for step in row.finishedSteps { try put(step, of: row.id) }
        try setTimer(row.nextTimerAt, of: row.id)
        if row.isLate { try setLate(true, row.id) }
    }

    func update(_ row: DossierRow) throws {
        // Most changes leave what lists are found by as it is, and then this is all that is to be written of them.
        let written = try statements.run(
            """
            UPDATE dossier SET version = ?1, publicStatus = ?2
            WHERE id = ?3 AND code = ?4 AND version <= ?1 AND archivedAt IS NULL
                AND status = ?5 AND dueAt IS ?6 AND frozenAt IS ?7 AND receivedAt IS ?8
            """,
            .count(row.version),
            .blob(row.publicStatus),
            .integer(row.id.number),
            .text(row.code.text),
            .count(row.status.rawValue),
            .instant(row.dueAt),
            .instant(row.frozenAt),
            .instant(row.receivedAt)
        )
        if written == 0 { try updateWithLists(row) }
        try statements.run(
            "UPDATE dossierState SET state = ? WHERE dossier = ?",
            .blob(row.state),
            .integer(row.id.number)
        )
        try replaceSteps(of: row)
        try replaceFinishedSteps(of: row)
        try setTimer(row.nextTimerAt, of: row.id)
        try setLate(row.isLate, row.id)
    }

    /// Saves what lists are found by, too, where it differs: SQLite writes an index of every column that is set, also
    /// to what it was.
    private func updateWithLists(_ row: DossierRow) throws {
        // The code and the procedure never change, the agencies only with the organisation.
        let changed = try statements.run(
            """
            UPDATE dossier SET version = ?, publicStatus = ?
            WHERE id = ? AND code = ? AND version <= ? AND archivedAt IS NULL
            """,
            .count(row.version),
            .blob(row.publicStatus),
            .integer(row.id.number),
            .text(row.code.text),
            .count(row.version)
        )
        guard changed == 1 else {
            throw StoreError(.damaged, "dossier \(row.code) is missing, archived or newer than version \(row.version)")
        }
        try statements.run(
            "UPDATE dossier SET status = ?1 WHERE id = ?2 AND status <> ?1",
            .count(row.status.rawValue),
            .integer(row.id.number)
        )
        try statements.run(
            """
            UPDATE dossier SET dueAt = ?1, frozenAt = ?2 WHERE id = ?3 AND (dueAt IS NOT ?1 OR frozenAt IS NOT ?2)
            """,
            .instant(row.dueAt),
            .instant(row.frozenAt),
            .integer(row.id.number)
        )
        try statements.run(
            "UPDATE dossier SET receivedAt = ?1 WHERE id = ?2 AND receivedAt IS NOT ?1",
            .instant(row.receivedAt),
            .integer(row.id.number)
        )
    }

    func replaceAgencies(_ old: [String], with new: [String], of dossier: StreamID) throws {
        for agency in old where !new.contains(agency) {
            try statements.run(
                "DELETE FROM dossierAgency WHERE agency = ? AND dossier = ?",
                .text(agency),
                .integer(dossier.number)
            )
        }
        // A program that took organisations into use unchecked may have left one of the new ones there already.
        for agency in new where !old.contains(agency) {
            try statements.run(
                "INSERT INTO dossierAgency (agency, dossier) VALUES (?, ?) ON CONFLICT (agency, dossier) DO NOTHING",
                .text(agency),
                .integer(dossier.number)
            )
        }
    }

    private func insert(_ agency: String, of dossier: StreamID) throws {
        try statements.run(
            "INSERT INTO dossierAgency (agency, dossier) VALUES (?, ?)",
            .text(agency),
            .integer(dossier.number)
        )
    }

    /// Writes only the steps that differ: most changes leave all but one of them as they are.
    private func replaceSteps(of row: DossierRow) throws {
        let stored = try steps(of: row.id)
        for step in stored where !row.activeSteps.contains(where: { $0.step == step.step }) {
            try statements.run(
                "DELETE FROM activeStep WHERE dossier = ? AND step = ?",
                .integer(row.id.number),
                .text(step.step.rawValue)
            )
        }
        for step in row.activeSteps where !stored.contains(step) { try put(step, of: row.id) }
    }

    private func put(_ step: ActiveStepRow, of dossier: StreamID) throws {
        try statements.run(
            """
            INSERT INTO activeStep (dossier, step, place, urgency) VALUES (?, ?, ?, ?)
            ON CONFLICT (dossier, step) DO UPDATE SET place = excluded.place, urgency = excluded.urgency
            """,
            .integer(dossier.number),
            .text(step.step.rawValue),
            .text(step.place.description),
            .integer(step.urgency)
        )
    }
}

extension SQLiteReading {
    /// The steps of a dossier in inboxes, by name.
    func steps(of dossier: StreamID) throws -> [ActiveStepRow] {
        try statements.all(
            "SELECT step, place, urgency FROM activeStep WHERE dossier = ? ORDER BY step",
            .integer(dossier.number)
        ) { row in
            ActiveStepRow(
                step: StepID(rawValue: row.text(0)),
                place: UnitPlace(text: row.text(1)),
                urgency: row.integer(2)
            )
        }
    }
}
