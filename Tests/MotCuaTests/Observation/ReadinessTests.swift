import DossierEngine
import GRDB
import HTTPTypes
import Synchronization
import Testing

@testable import motcua

/// A server that cannot commit says so, and says so no longer when it can.
struct ReadinessTests {
    @Test("a store that fails is not ready, and is tried again when a second has passed")
    func failingStore() async throws {
        try await TestServer.open { server in
            let store = CountingStore(server.workplace.store)
            let clock = SetClock()
            let readiness = Readiness(store: store, machineClock: clock)
            #expect(await readiness.isReady())
            store.isBroken = true
            clock.milliseconds = 999
            #expect(await readiness.isReady(), "an answer holds for a second")
            clock.milliseconds = 1_000
            #expect(await !readiness.isReady())
            store.isBroken = false
            clock.milliseconds = 1_999
            #expect(await !readiness.isReady())
            clock.milliseconds = 2_000
            #expect(await readiness.isReady())
            // A machine clock that was set back makes no answer fresh.
            store.isBroken = true
            clock.milliseconds = 1_500
            #expect(await !readiness.isReady())
        }
    }

    @Test("however many ask at once, one row is written, and all are told what came of it")
    func burst() async throws {
        try await TestServer.open { server in
            let store = CountingStore(server.workplace.store)
            let clock = SetClock()
            let readiness = Readiness(store: store, machineClock: clock)
            for isBroken in [false, true] {
                store.isBroken = isBroken
                clock.milliseconds += 1_000
                let changes = store.changes
                let answers = await withTaskGroup(of: Bool.self) { group in
                    for _ in 1...100 { group.addTask { await readiness.isReady() } }
                    var answers: [Bool] = []
                    for await answer in group { answers.append(answer) }
                    return answers
                }
                #expect(answers == Array(repeating: !isBroken, count: 100))
                #expect(store.changes == changes + 1)
            }
        }
    }

    @Test("a disk with room for hardly more than a row is not ready, one whose room cannot be told is")
    func fullDisk() async throws {
        try await TestServer.open { server in
            let clock = SetClock()
            let room = Mutex<Int64?>(nil)
            let readiness = Readiness(store: server.workplace.store, machineClock: clock) { room.withLock { $0 } }
            let cases: [(Int64?, Bool)] = [(nil, true), (0, false), (Readiness.leastRoom - 1, false), (1 << 20, true)]
            for (bytes, isReady) in cases {
                room.withLock { $0 = bytes }
                clock.milliseconds += 1_000
                #expect(await readiness.isReady() == isReady, "\(bytes ?? -1)")
            }
        }
    }

    @Test("/health/ready is 503 while the database takes no change, /health/live 200 all the while")
    func health() async throws {
        let clock = SetClock()
        try await OneStop.open(machineClock: clock) { service in
            func health() async throws -> (ready: Answer, live: Int) {
                clock.milliseconds += 1_000
                let ready = try await service.send(.get, "/health/ready")
                return (ready, try await service.send(.get, "/health/live").status)
            }
            #expect(try await health().ready.string("status") == "ready")
            let reading = "CREATE TRIGGER closed BEFORE UPDATE ON installation BEGIN SELECT RAISE(ABORT, 'closed'); END"
            try await Self.execute(reading, on: service.folder.database)
            let (ready, live) = try await health()
            #expect(ready.status == 503)
            #expect(ready.string("code") == "storage-unavailable")
            #expect(ready.headers[.retryAfter] != nil)
            #expect(ready.headers[.contentType] == "application/problem+json")
            #expect(!ready.text.contains("closed"), "what SQLite says is for the log alone")
            #expect(live == 200)
            try await Self.execute("DROP TRIGGER closed", on: service.folder.database)
            #expect(try await health().ready.status == 200)
        }
    }

    /// Changes a database that a server has open, as an operator's tool could.
    private static func execute(_ sql: String, on path: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}
