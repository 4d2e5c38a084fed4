import DossierEngine
import Foundation
import Testing

@testable import DossierStoreSQLite

/// At what priority the store's threads run.
///
/// Dispatch asks the system for a nice value below zero where a class above the default is named. Only root may have
/// it; to any other user the log says for each new thread that it failed.
struct ThreadPriorityTests {
    @Test("the writer asks for no priority that only root may have")
    func writer() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()

        let nice = try await store.transact { _ in niceness() }

        #expect(nice >= 0)
    }

    @Test("nor does a reader")
    func reader() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()

        let nice = try await store.read { _ in niceness() }

        #expect(nice >= 0)
    }
}

/// The nice value of the calling thread.
@Sendable private func niceness() -> Int32 {
    getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
}
