import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

/// What is refused before anything is written.
struct SuitabilityTests {
    @Test("a second program on the same database is refused until the first has closed")
    func secondWriter() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.store()

        let error = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
        #expect(error?.code == .unsuitable)
        #expect(error?.reason.contains("another running program") == true)
        try await first.close()
        let second = try SQLiteDossierStore.open(path: folder.database)
        #expect(try !second.needsMigration)
    }

    @Test("a file with two names is locked under neither, but for what a broken restoration left")
    func twoNames() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        let alias = folder.path + "/alias.sqlite"
        try #require(link(folder.database, alias) == 0)
        for path in [folder.database, alias] {
            let error = #expect(throws: StoreError.self) { _ = try WriterLock(database: path) }
            #expect(error?.code == .unsuitable && error?.reason.contains("2 names") == true)
            #expect(throws: StoreError.self) { _ = try SQLiteGuestStore.open(path: path) }
            // Copies of copies are often links; they are looked at all the same.
            try SQLiteDossierStore.inspect(path: path) { _ in }
        }
        try Data().write(to: URL(filePath: SQLiteDossierStore.restorationMarker(of: folder.database)))
        try WriterLock(database: folder.database).release()
        try #require(link(folder.database, alias + "2") == 0)
        #expect(throws: StoreError.self) { _ = try WriterLock(database: folder.database) }
    }

    @Test("guests share a database, and whoever replaces its file waits for the last of them")
    func guests() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        let guests = try (1...2).map { _ in try SQLiteGuestStore.open(path: folder.database) }
        for guest in guests {
            let error = #expect(throws: StoreError.self) { _ = try GuestLock(excludingGuestsOf: folder.database) }
            #expect(error?.code == .unavailable && error?.reason.contains("motcua user") == true)
            try guest.close()
        }
        let lock = try GuestLock(excludingGuestsOf: folder.database)
        let refused = #expect(throws: StoreError.self) { _ = try SQLiteGuestStore.open(path: folder.database) }
        #expect(refused?.reason.contains("do it again afterwards") == true)
        for _ in 1...2 { lock.release() }
        try SQLiteGuestStore.open(path: folder.database).close()
        try GuestLock(excludingGuestsOf: folder.path + "/none.sqlite").release()
    }

    @Test("while a restoration is not at its end nobody reads, copies or changes what is there")
    func halfRestored() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        try Data().write(to: URL(filePath: SQLiteDossierStore.restorationMarker(of: folder.database)))
        let (path, copy) = (folder.database, folder.path + "/copy.sqlite")
        let attempts: [() throws -> Void] = [
            { _ = try SQLiteDossierStore.open(path: path) }, { _ = try SQLiteGuestStore.open(path: path) },
            { _ = try SQLiteDossierStore.openToRead(path: path) },
            { try SQLiteDossierStore.inspect(path: path) { _ in } },
            { try SQLiteDossierStore.copy(path: path, to: copy) },
            { try SQLiteDossierStore.backUp(path: path, to: copy) { _, _ in } },
        ]
        for (number, attempt) in attempts.enumerated() {
            let error = #expect(throws: StoreError.self, "attempt \(number)") { try attempt() }
            #expect(error?.reason.contains("run motcua restore again") == true, "attempt \(number)")
        }
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

    @Test("a new database needs its tables made, once")
    func migration() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteDossierStore.open(path: folder.database)

        #expect(try store.needsMigration)
        try store.migrate()
        #expect(try !store.needsMigration)
        try store.migrate()
    }

    @Test("a change before the tables are made says that the database is unsuitable")
    func changeBeforeMigration() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteDossierStore.open(path: folder.database)

        let error = await #expect(throws: StoreError.self) {
            try await store.transact { try $0.set(.mode, to: "demo") }
        }
        #expect(error?.code == .unsuitable)
    }

    @Test("a database of a newer program is refused, for writing and for inspection")
    func newerProgram() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        try await DatabaseQueue(path: folder.database).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('0999-of-the-future')")
        }

        let opening = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
        let inspecting = #expect(throws: StoreError.self) {
            try SQLiteDossierStore.inspect(path: folder.database) { _ in }
        }
        #expect(opening?.code == .unsuitable)
        #expect(opening?.reason.contains("newer program") == true)
        #expect(inspecting?.code == .unsuitable)
    }

    @Test("a database of another program is refused")
    func foreignDatabase() async throws {
        let folder = try TemporaryFolder()
        try await DatabaseQueue(path: folder.database).write { try $0.execute(sql: "CREATE TABLE recipe (id INTEGER)") }

        let error = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
        #expect(error?.code == .unsuitable)
        #expect(error?.reason.contains("recipe") == true)
    }

    @Test("a file that is no database is damaged")
    func noDatabase() throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: folder.database))

        let error = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
        #expect(error?.code == .damaged)
    }

    @Test("a folder that is not there is unavailable")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/missing/motcua.sqlite"

        let opening = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: path) }
        let inspecting = #expect(throws: StoreError.self) { try SQLiteDossierStore.inspect(path: path) { _ in } }
        #expect(opening?.code == .unavailable)
        #expect(inspecting?.code == .unavailable)
    }

    @Test("a lock that another program holds too long is told to every caller, and passes")
    func lockedByOther() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.database, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }

        let error = await #expect(throws: StoreError.self) {
            try await store.transact { try $0.set(.mode, to: "demo") }
        }
        #expect(error?.code == .unavailable)
        #expect(error?.reason.contains("another process holds the database") == true)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await store.transact { try $0.set(.mode, to: "demo") }
    }
}

/// Whose the database is, asked before anything is made beside it.
@Suite(.enabled(if: geteuid() == 0, "only root may give files away"))
struct OwnershipTests {
    @Test("root is sent to the database's owner, in both languages, and leaves nothing behind")
    func root() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        try FileManager.default.removeItem(atPath: folder.database + ".lock")
        #expect(chown(folder.database, 65_534, 65_534) == 0)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let error = #expect(throws: StoreError.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
        #expect(error?.code == .unsuitable)
        #expect(error?.english.contains("belongs to nobody") == true)
        #expect(error?.english.hasSuffix("sudo -u nobody motcua …") == true)
        #expect(error?.vietnamese?.contains("là của nobody") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
        #expect(chown(folder.database, 0, 0) == 0)
        #expect(throws: Never.self) { _ = try SQLiteDossierStore.open(path: folder.database) }
    }
}
