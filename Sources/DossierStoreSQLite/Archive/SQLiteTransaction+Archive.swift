import DossierEngine
import WorkingCalendar

/// Dossiers moved into the archive (chuyển vào kho lưu trữ): copied in one transaction, given up in a later one.
extension SQLiteTransaction {
    func copyToArchive(_ dossiers: [ArchivableDossier]) throws {
        try expectWritableArchive()
        try statements.run("DELETE FROM archive.moving")
        for dossier in dossiers { try copyToArchive(dossier) }
        try statements.run("UPDATE archive.archive SET generation = generation + 1")
    }

    private func copyToArchive(_ dossier: ArchivableDossier) throws {
        let id = SQLValue.integer(dossier.id.number)
        try statements.run("INSERT INTO archive.moving (dossier) VALUES (?)", id)
        try statements.run(
            """
            INSERT INTO archive.dossier (id, publicStatus, state)
            SELECT dossier.id, dossier.publicStatus, state.state
            FROM main.dossier JOIN main.dossierState AS state ON state.dossier = dossier.id
            WHERE dossier.id = ? AND dossier.archivedAt IS NULL
            """,
            id
        )
        try statements.run(
            """
            INSERT INTO archive.event (seq, stream, position, body)
            SELECT seq, stream, position, body FROM main.event WHERE stream = ?
            """,
            id
        )
        try statements.run(
            """
            INSERT INTO archive.finishedStep (dossier, step, place, startedAt, finishedAt, workingSeconds)
            SELECT dossier, step, place, startedAt, finishedAt, workingSeconds
            FROM main.finishedStep WHERE dossier = ?
            """,
            id
        )
        try statements.run(
            """
            INSERT INTO archive.outboxMessage (
                number, dossier, position, kind, resend, dueAt, amountInDong, quotesNumber, quotesCommitment,
                createdAt, state, reason, attempts, nextAttemptAt, heldUntil, gateway, providerReference, sentAt,
                confirmBy, reportedAt, receiver)
            SELECT
                number, dossier, position, kind, resend, dueAt, amountInDong, quotesNumber, quotesCommitment,
                createdAt, state, reason, attempts, nextAttemptAt, heldUntil, gateway, providerReference, sentAt,
                confirmBy, reportedAt, receiver
            FROM main.outboxMessage WHERE dossier = ?
            """,
            id
        )
        for entry in dossier.entries {
            try statements.run(
                """
                INSERT INTO archive.vault (number, stream, keyId, header, payload)
                SELECT number, stream, keyId, header, payload FROM main.vault WHERE number = ? AND stream = ?
                """,
                .integer(entry),
                id
            )
        }
    }

    func leaveToArchive(_ dossiers: [ArchivableDossier], at now: Instant) throws {
        try expectWritableArchive()
        // Calls point at texts by number, so that they go first. No index knows those of a dossier: hence once for all
        // of the batch.
        try statements.run("DELETE FROM webhookDelivery WHERE dossier IN (SELECT dossier FROM archive.moving)")
        for dossier in dossiers {
            guard try isWhole(dossier) else {
                throw StoreError(
                    .damaged,
                    "dossier \(dossier.code) does not lie in the archive as it lies here; nothing was given up"
                )
            }
            try giveUp(dossier, at: now)
        }
        try noteGeneration()
    }

    func settleArchive() throws {
        try expectWritableArchive()
        try statements.run("DELETE FROM archive.moving")
        // What was erased is committed in both files by now.
        try statements.run("DELETE FROM main.installation WHERE name = 'archiveErasing'")
        try noteGeneration()
    }

    private func noteGeneration() throws {
        let generation = try statements.first("SELECT generation FROM archive.archive") { $0.integer(0) }
        try set(.archiveGeneration, to: String(generation ?? 0))
    }

    /// Whether the archive has all that is about to be given up, byte for byte.
    private func isWhole(_ dossier: ArchivableDossier) throws -> Bool {
        let missing = try statements.first(
            """
            SELECT
                (SELECT COUNT(*) FROM (
                    SELECT seq, stream, position, body FROM main.event WHERE stream = ?1
                    EXCEPT SELECT seq, stream, position, body FROM archive.event WHERE stream = ?1))
                + (SELECT COUNT(*) FROM (
                    SELECT dossier.id, publicStatus, state.state
                    FROM main.dossier JOIN main.dossierState AS state ON state.dossier = dossier.id
                    WHERE dossier.id = ?1
                    EXCEPT SELECT id, publicStatus, state FROM archive.dossier WHERE id = ?1))
                + (SELECT COUNT(*) FROM (
                    SELECT * FROM main.finishedStep WHERE dossier = ?1
                    EXCEPT SELECT * FROM archive.finishedStep WHERE dossier = ?1))
                + (SELECT COUNT(*) FROM (
                    SELECT * FROM main.outboxText WHERE dossier = ?1
                    EXCEPT SELECT * FROM archive.outboxText WHERE dossier = ?1))
            """,
            .integer(dossier.id.number)
        ) { $0.integer(0) }
        guard missing == 0 else { return false }
        return try dossier.entries.allSatisfy { entry in
            let missing = try statements.first(
                """
                SELECT COUNT(*) FROM (
                    SELECT number, stream, keyId, header, payload FROM main.vault WHERE number = ?1 AND stream = ?2
                    EXCEPT SELECT number, stream, keyId, header, payload FROM archive.vault WHERE number = ?1)
                """,
                .integer(entry),
                .integer(dossier.id.number)
            ) { $0.integer(0) }
            return missing == 0
        }
    }

    /// Takes away here what lies in the archive.
    private func giveUp(_ dossier: ArchivableDossier, at now: Instant) throws {
        let id = SQLValue.integer(dossier.id.number)
        let given = try statements.run(
            "UPDATE dossier SET archivedAt = ?1, publicStatus = zeroblob(0) WHERE id = ?2 AND archivedAt IS NULL",
            .instant(now),
            id
        )
        guard given == 1 else { throw StoreError(.damaged, "dossier \(dossier.code) is missing or archived already") }
        try statements.run("DELETE FROM main.outboxMessage WHERE dossier = ?", id)
        try statements.run("DELETE FROM main.finishedStep WHERE dossier = ?", id)
        try statements.run("DELETE FROM main.dossierState WHERE dossier = ?", id)
        try statements.run("DELETE FROM main.event WHERE stream = ?", id)
        for entry in dossier.entries {
            try statements.run("DELETE FROM main.vault WHERE number = ? AND stream = ?", .integer(entry), id)
        }
    }

    private func expectWritableArchive() throws {
        guard archive == .writable else {
            throw StoreError(.unsuitable, "no archive is open for writing")
        }
    }
}
