import DossierEngine
import GRDB

/// Takes back a move into the archive that was broken off, and brings an erasure to its end (hoàn tất việc dở dang).
///
/// A batch is copied and on disk before the database gives it up, all at once. So each dossier of the batch either lies
/// in the database whole, and then its copy is taken out of the archive, or was given up, and then the copy stays.
/// Copies of dossiers that lie here whole may also be there because an archive belongs to a later moment than its
/// database, as when both are copied while dossiers are moved; nobody reads them.
enum ArchiveSettlement {
    /// Notes all copies of dossiers that lie here whole as being moved, so that ``settle(_:)`` takes them out; what is
    /// another dossier stays.
    static func noteStrays(_ statements: Statements) throws {
        try statements.run(
            """
            INSERT OR IGNORE INTO archive.moving (dossier)
            SELECT kept.id
            FROM archive.dossier AS kept CROSS JOIN main.dossier AS whole ON whole.id = kept.id
            WHERE whole.archivedAt IS NULL AND EXISTS (
                SELECT 1
                FROM main.event AS here CROSS JOIN archive.event AS there
                    ON there.stream = here.stream AND there.position = here.position AND there.body = here.body
                WHERE here.stream = kept.id AND here.position = 1)
            """
        )
    }

    /// Whether a move or an erasure was broken off, on a connection to which the archive is attached.
    static func isNeeded(_ statements: Statements) throws -> Bool {
        let isMoving = try statements.first("SELECT 1 FROM archive.moving LIMIT 1") { _ in true } ?? false
        return try isMoving || erasing(statements) != nil
    }

    /// Does it, on a connection to which the archive is attached for writing; nothing if nothing was broken off.
    static func settle(_ database: Database) throws {
        let statements = Statements(database)
        guard try isNeeded(statements) else { return }
        try inTransaction(statements) {
            try takeBack(statements)
            if let numbers = try erasing(statements) { try erase(numbers, statements) }
        }
        // Not before the archive has it.
        try inTransaction(statements) {
            try statements.run("DELETE FROM main.installation WHERE name = 'archiveErasing'")
            try statements.run(
                """
                UPDATE main.installation SET value = (SELECT CAST(generation AS TEXT) FROM archive.archive)
                WHERE name = 'archiveGeneration'
                """
            )
        }
    }

    private static func inTransaction(_ statements: Statements, _ work: () throws -> Void) throws {
        try statements.run("BEGIN IMMEDIATE")
        do {
            try work()
            try statements.run("COMMIT")
        } catch {
            // The failure itself is told; an open transaction ends with the connection.
            _ = try? statements.run("ROLLBACK")
            throw error
        }
    }

    /// The entries that were erased and may still lie in the archive; nil for none.
    private static func erasing(_ statements: Statements) throws -> String? {
        try statements.first("SELECT value FROM main.installation WHERE name = 'archiveErasing'") { $0.text(0) }
    }

    private static func erase(_ numbers: String, _ statements: Statements) throws {
        // The hashes of numbers go with the entries; where these are gone already, so are they.
        try statements.run(
            """
            UPDATE archive.outboxMessage SET receiver = NULL
            WHERE receiver IS NOT NULL AND dossier IN (
                SELECT stream FROM archive.vault WHERE number IN (SELECT value FROM json_each('[' || ? || ']')))
            """,
            .text(numbers)
        )
        try statements.run(
            "DELETE FROM archive.vault WHERE number IN (SELECT value FROM json_each('[' || ? || ']'))",
            .text(numbers)
        )
    }

    private static func takeBack(_ statements: Statements) throws {
        try statements.run(
            """
            DELETE FROM archive.moving WHERE EXISTS (
                SELECT 1 FROM main.dossier AS given
                WHERE given.id = archive.moving.dossier AND given.archivedAt IS NOT NULL)
            """
        )
        try statements.run("DELETE FROM archive.event WHERE stream IN (SELECT dossier FROM archive.moving)")
        try statements.run("DELETE FROM archive.finishedStep WHERE dossier IN (SELECT dossier FROM archive.moving)")
        try statements.run("DELETE FROM archive.outboxMessage WHERE dossier IN (SELECT dossier FROM archive.moving)")
        try statements.run("DELETE FROM archive.vault WHERE stream IN (SELECT dossier FROM archive.moving)")
        try statements.run("DELETE FROM archive.dossier WHERE id IN (SELECT dossier FROM archive.moving)")
        try statements.run("DELETE FROM archive.moving")
        try statements.run("UPDATE archive.archive SET generation = generation + 1")
    }
}
