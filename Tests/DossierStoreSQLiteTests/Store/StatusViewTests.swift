import DossierDomain
import DossierEngine
import GRDB
import Testing

@testable import DossierStoreSQLite

@Suite("Views of public look-ups")
struct StatusViewTests {
    private func save(in store: SQLiteDossierStore) async throws -> String {
        try await store.transact { try register(in: $0) }.text
    }

    @Test("a view shows one state until a look-up finds nothing or it ends")
    func oneState() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let lookup = try store.makeStatusLookup()
        let first = try await save(in: store)

        lookup.openView()
        #expect(try lookup.status(of: first) != nil)
        let second = try await save(in: store)
        for _ in 1...3 {
            #expect(try lookup.status(of: first) != nil)
        }
        #expect(try lookup.status(of: second) == nil)
        #expect(try lookup.status(of: second) != nil)
        let third = try await save(in: store)
        #expect(try lookup.status(of: third) == nil)
        lookup.closeView()

        #expect(try lookup.status(of: third) != nil)
        try await store.close()
    }

    @Test("no look-up keeps the log from being emptied once its view has ended, or without one")
    func releasesTheLog() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let lookup = try store.makeStatusLookup()
        let code = try await save(in: store)
        let other = try DatabaseQueue(path: folder.database)
        func isEmptied() throws -> Bool {
            try other.writeWithoutTransaction { database in
                try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?["busy"] == 0
            }
        }

        for found in [code, "000.00.15.H47-220105-9999"] {
            #expect(try (lookup.status(of: found) != nil) == (found == code))
            #expect(try isEmptied())
            _ = try await save(in: store)
            lookup.openView()
            for _ in 1...2 { _ = try lookup.status(of: code) }
            _ = try lookup.status(of: found)
            lookup.closeView()
            #expect(try isEmptied())
            _ = try await save(in: store)
        }
        lookup.openView()
        _ = try lookup.status(of: code)
        #expect(try !isEmptied(), "a view that stays open is one that the log waits for")
        lookup.closeView()
        #expect(try isEmptied())
        try await store.close()
    }
}
