import Foundation
import GRDB
import Testing

@testable import motcua

/// Whoever writes to the archive, takes it away or puts another in its place is found out.
@Suite("A tampered archive")
struct ArchiveTamperingTests {
    /// What somebody does to the file, and a word of what verify says then.
    struct Deed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let word: String
    }

    /// Lets nothing be deleted from the vault, and says nothing of it.
    private static let keepingTrigger = "CREATE TRIGGER kept BEFORE DELETE ON vault BEGIN SELECT RAISE(IGNORE); END"

    static let deeds = [
        Deed(
            testDescription: "an event is rewritten",
            sql: """
                DROP TRIGGER event_never_updated;
                UPDATE event SET body = CAST(CAST(body AS TEXT) || ' ' AS BLOB)
                WHERE seq = (SELECT MAX(seq) FROM event);
                """,
            word: "history: "
        ),
        Deed(
            testDescription: "an event is removed",
            sql: "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)",
            word: "history: "
        ),
        Deed(
            testDescription: "a state is rewritten",
            sql: "UPDATE dossier SET state = CAST(replace(CAST(state AS TEXT), '1.001612', '1.001613') AS BLOB)",
            word: "state differs from what its events say"
        ),
        Deed(
            testDescription: "a public status is rewritten",
            sql: """
                UPDATE dossier
                SET publicStatus = CAST(replace(CAST(publicStatus AS TEXT), '05T10', '05T09') AS BLOB)
                """,
            word: "publicStatus differs from what its events say"
        ),
        Deed(
            testDescription: "a finished step is changed",
            sql: "UPDATE finishedStep SET finishedAt = finishedAt + 1",
            word: "finishedStep differs from what its events say"
        ),
        Deed(
            testDescription: "an entry of the vault is stolen",
            sql: "DELETE FROM vault WHERE number = (SELECT MIN(number) FROM vault)",
            word: "vault entry 1 is missing"
        ),
        Deed(
            testDescription: "an entry of the vault is overwritten",
            sql: "UPDATE vault SET payload = zeroblob(length(payload)) WHERE number = 1",
            word: "vault entry 1 was changed"
        ),
        Deed(
            testDescription: "a dossier is removed",
            sql: """
                PRAGMA foreign_keys = OFF;
                DELETE FROM event WHERE stream = (SELECT MIN(id) FROM dossier);
                DELETE FROM dossier WHERE id = (SELECT MIN(id) FROM dossier);
                """,
            word: "is missing from the archive"
        ),
        Deed(
            testDescription: "a copy of an entry of the vault is added",
            sql: "INSERT INTO vault SELECT 999, stream, keyId, header, payload FROM vault WHERE number = 1",
            word: ": no event names it"
        ),
        Deed(
            testDescription: "an event stands at another place",
            sql: """
                DROP TRIGGER event_never_updated;
                UPDATE event SET position = position + 50
                WHERE seq = (SELECT MAX(seq) FROM event WHERE stream = (SELECT MIN(id) FROM dossier));
                """,
            word: "of the archive lies behind the head of stream"
        ),
        Deed(
            testDescription: "all events stand at other places",
            sql: "DROP TRIGGER event_never_updated; UPDATE event SET position = position + 50",
            word: "of the archive lies behind the head of stream"
        ),
        Deed(
            testDescription: "a trigger keeps what is erased",
            sql: keepingTrigger,
            word: "schema: archive: trigger kept is not one of this program"
        ),
        Deed(
            testDescription: "a table is added",
            sql: "CREATE TABLE other (a TEXT)",
            word: "schema: archive: table other is not one of this program"
        ),
        Deed(
            testDescription: "an index is dropped",
            sql: "DROP INDEX vault_stream",
            word: "schema: archive: index vault_stream is missing"
        ),
        Deed(
            testDescription: "a view is another one",
            sql: "DROP VIEW outboxText; CREATE VIEW outboxText AS SELECT * FROM outboxMessage",
            word: "schema: archive: view outboxText is not as this program makes it"
        ),
    ]

    @Test("is named by verify", arguments: deeds)
    func rewritten(deed: Deed) async throws {
        let site = try await ArchiveSite.make()
        let before = try site.verdict()
        try #require(before.code == 0, "\(before.text)")
        try site.moveOld()
        let moved = try site.verdict()
        try #require(moved.code == 0 && moved.text.contains("1 checkpoint up to event"), "\(moved.text)")
        let queue = try DatabaseQueue(path: site.archive)
        try await queue.writeWithoutTransaction { try $0.execute(sql: deed.sql) }
        try queue.close()

        let verdict = try site.verdict()
        #expect(verdict.code == 1 && verdict.text.contains(deed.word), "\(verdict.text)")
    }

    @Test("that keeps what is erased lets nothing pass for erased")
    func keeping() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let queue = try DatabaseQueue(path: site.archive)
        let entries = "SELECT COUNT(*) FROM vault"
        let before = try await queue.read { try Int.fetchOne($0, sql: entries) }
        try await queue.writeWithoutTransaction { try $0.execute(sql: Self.keepingTrigger) }

        let refused = try site.run("erase", ArchiveSite.stopped)
        #expect(refused.code == 1 && refused.errors.contains("stays though it was erased"), "\(refused.errors)")
        #expect(refused.errors.contains("vẫn còn sau khi xóa") && !refused.output.contains("erased"))
        #expect(try await queue.read { try Int.fetchOne($0, sql: entries) } == before)

        try await queue.writeWithoutTransaction { try $0.execute(sql: "DROP TRIGGER kept") }
        try queue.close()
        let verdict = try site.verdict()
        #expect(verdict.code == 0 && !verdict.text.contains("erased"), "\(verdict.text)")
        #expect(try site.run("erase", ArchiveSite.stopped).output.contains("3 entries erased"))
    }

    @Test("or a missing or foreign one stops a start with the remedy, and the doctor tells")
    func missing() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let kept = site.archive + ".kept"
        try FileManager.default.moveItem(atPath: site.archive, toPath: kept)
        for command in [["serve", "--demo", "--port", "0"], ["verify"], ["erase", ArchiveSite.stopped], ["rekey"]] {
            let refused = try Program.run(command + ["--database", site.database, "--config", Checkout.config])
            #expect(refused.code == 1 && refused.errors.contains("is missing"), "\(command): \(refused.errors)")
            #expect(refused.errors.contains("Thiếu tệp lưu trữ"), "\(command): \(refused.errors)")
        }
        let told = try site.run("doctor")
        #expect(told.code == 2 && told.output.contains("is missing"), "\(told.output)")

        let other = try await ArchiveSite.make()
        try other.moveOld()
        try FileManager.default.copyItem(atPath: other.archive, toPath: site.archive)
        let foreign = try site.run("verify")
        #expect(foreign.code == 1 && foreign.errors.contains("is not the archive of this database"))
        #expect(try site.run("doctor").output.contains("another database's"))
        try Data("no archive".utf8).write(to: URL(filePath: site.archive))
        #expect(try site.run("verify").code != 0)
        try FileManager.default.removeItem(atPath: site.archive)
        try FileManager.default.moveItem(atPath: kept, toPath: site.archive)
        let verdict = try site.verdict()
        #expect(verdict.code == 0, "\(verdict.text)")
        #expect(try site.run("doctor").output.contains("archive       2 dossiers"))
    }

    @Test("cannot be put back as it was before an erasure")
    func outdated() async throws {
        let site = try await ArchiveSite.make()
        try site.moveOld()
        let kept = try Data(contentsOf: URL(filePath: site.archive))
        #expect(try site.run("erase", ArchiveSite.stopped).code == 0)
        try kept.write(to: URL(filePath: site.archive))
        let refused = try site.run("verify")
        #expect(refused.code == 1 && refused.errors.contains("older copy of the archive"), "\(refused.errors)")
    }
}
