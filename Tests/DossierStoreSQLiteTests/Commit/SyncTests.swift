import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Testing

/// That a change which returned is on disk: counted in system calls, and tried by killing the program.
struct SyncTests {
    @Test("every change is synced before it returns")
    func inTurn() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()

        let happenings = try ChildProcess.traced(.inTurn, database: folder.database)

        for number in 1...10 {
            let begin = try #require(happenings.firstIndex(of: "begin \(number)"))
            let done = try #require(happenings.firstIndex(of: "done \(number)"))
            #expect(happenings[begin..<done].contains("sync"), "change \(number)")
        }
    }

    @Test("twenty changes that wait together share one sync, and none returns before it")
    func together() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()

        let happenings = try ChildProcess.traced(.together, database: folder.database)

        let release = try #require(happenings.firstIndex(of: "release"))
        let end = try #require(happenings.firstIndex(of: "end"))
        let counted = happenings[release..<end]
        let firstDone = try #require(counted.firstIndex { $0.hasPrefix("done") })
        #expect(counted.filter { $0.hasPrefix("done") }.count == 20)
        // The held change wrote nothing and so syncs nothing.
        #expect(counted.filter { $0 == "sync" }.count == 1)
        #expect(counted[..<firstDone].contains("sync"))
    }

    @Test("after a sync that failed nothing is acknowledged any more, until the store is opened anew")
    func failingSync() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()
        // A log left by a kill: opening the database again then syncs nothing by itself, so that the first sync of the
        // child is that of its first change.
        _ = try ChildProcess.killed(.load, database: folder.database, afterMarks: 1)

        let happenings = try ChildProcess.traced(
            .failingSync,
            database: folder.database,
            injecting: "inject=fdatasync,fsync:error=EIO:when=1"
        )

        // One sync is tried and no second one, which the system might report as a success.
        let expected = ["failed sync", "refused 1 unavailable", "refused 2 unavailable", "refused 3 unavailable"]
        #expect(Array(happenings.prefix(4)) == expected)
        let store = try folder.store()
        try await store.transact { _ = try register(in: $0) }
        #expect(try store.inspect { try $0.storageDefects(limit: 9) } == [])
    }

    @Test(
        "every change acknowledged before a kill is there afterwards, and serials have no gap",
        arguments: [1, 60, 400]
    )
    func killed(_ count: Int) async throws {
        let folder = try TemporaryFolder()
        try await folder.store().close()

        let acknowledged = try ChildProcess.killed(.load, database: folder.database, afterMarks: count)

        let store = try folder.store()
        try store.inspect { inspection in
            let codes = try inspection.codes(agencyIdentifier: deskIdentifier, date: receiptDay, limit: 1_000_000)
            let last = try inspection.serials(after: nil, limit: 9).map(\.last)
            #expect(Set(acknowledged).subtracting(codes.map(\.text)) == [])
            #expect(last == [codes.count])
            #expect(try inspection.storageDefects(limit: 9) == [])
            #expect(try inspection.danglingReferences(limit: 9) == [])
        }
        try await store.transact { _ = try register(in: $0) }
    }
}
