import DossierEngine
import GRDB

/// Takes back a move into the archive that was broken off (hoàn lại việc chuyển dở dang).
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

    /// Does it, on a connection to which the archive is attached for writing; nothing if no move was broken off.
    static func settle(_ database: Database) throws {
        let statements = Statements(database)
        let isMoving = try statements.first("SELECT 1 FROM archive.moving LIMIT 1") { _ in true } ?? false
        guard isMoving else { return }
        try statements.run("BEGIN IMMEDIATE")
        do {
            try takeBack(statements)
            try statements.run("COMMIT")
        } catch {
            // The failure itself is told; an open transaction ends with the connection.
            _ = try? statements.run("ROLLBACK")
            throw error
        }
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
