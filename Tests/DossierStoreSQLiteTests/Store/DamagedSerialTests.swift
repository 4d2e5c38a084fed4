import DossierEngine
import DossierStoreSQLite
import GRDB
import Testing

/// Serials of a day that no calendar has, as only damage leaves them.
struct DamagedSerialTests {
    @Test("end no search by a part of a code", arguments: [5_000_000_000_000, -5_000_000_000_000] as [Int64])
    func search(day: Int64) async throws {
        let folder = try TemporaryFolder()
        let first = try folder.store()
        let code = try await first.transact { try register(in: $0) }
        try await first.close()
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { database in
            try database.execute(
                sql: "INSERT INTO codeSerial (agency, day, last) SELECT agency, ?, 3 FROM codeSerial",
                arguments: [day]
            )
        }
        try queue.close()

        let store = try folder.store()
        var filter = DossierFilter()
        filter.codeFragment = "15.H47"
        let sought = filter
        let found = try await store.read { snapshot in
            let page = try snapshot.page(of: sought, before: nil, limit: 9, examining: 10_000)
            return (page.lines.map(\.dossier.id), try snapshot.dossier(code)?.id)
        }
        #expect(found.0 == [try #require(found.1)])
        try await store.close()
    }
}
