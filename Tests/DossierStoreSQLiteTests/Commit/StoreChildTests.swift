import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing

/// What a child of ``SyncTests`` does; nothing unless the environment says that this is one.
@Suite(.enabled(if: ChildProcess.ownTask != nil))
struct StoreChildTests {
    @Test("does what its parent asked for")
    func work() async throws {
        let path = try #require(ProcessInfo.processInfo.environment[ChildProcess.databaseVariable])
        let store = try SQLiteDossierStore.open(path: path)
        switch try #require(ChildProcess.ownTask) {
        case .inTurn: try await changesInTurn(store)
        case .together: try await changesTogether(store)
        case .failingSync: await changesOnFailingDisk(store)
        case .load: try await changesWithoutEnd(store)
        }
    }

    private func changesInTurn(_ store: SQLiteDossierStore) async throws {
        for number in 1...10 {
            ChildProcess.say("begin \(number)")
            try await store.transact { _ = try register(in: $0) }
            ChildProcess.say("done \(number)")
        }
    }

    private func changesTogether(_ store: SQLiteDossierStore) async throws {
        // The first commit of a log syncs its header too; that is not what is counted.
        try await store.transact { _ = try register(in: $0) }
        try await withHeldWriter(of: store) { group in
            for number in 1...20 {
                group.addImmediateTask {
                    try await store.transact { _ = try register(in: $0) }
                    ChildProcess.say("done \(number)")
                }
            }
            ChildProcess.say("release")
        }
        ChildProcess.say("end")
    }

    private func changesOnFailingDisk(_ store: SQLiteDossierStore) async {
        for number in 1...3 {
            do {
                try await store.transact { _ = try register(in: $0) }
                ChildProcess.say("done \(number)")
            } catch {
                ChildProcess.say("refused \(number) \((error as? StoreError)?.code.rawValue ?? "otherwise")")
            }
        }
    }

    private func changesWithoutEnd(_ store: SQLiteDossierStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...16 {
                group.addTask {
                    while true { ChildProcess.say(try await store.transact { try register(in: $0).text }) }
                }
            }
            try await group.waitForAll()
        }
    }
}
