import DossierEngine
import Logging
import Synchronization
import Testing

@testable import motcua

/// What is told at the end of a service, and what is closed.
@Suite("The end of a service")
struct OrderlyEndTests {
    private struct Failure: Error, Equatable {
        let name: String
    }

    private final class Steps: Sendable {
        private let names = Mutex<[String]>([])

        var done: [String] { names.withLock { $0 } }

        func step(_ name: String, fails: Bool = false) -> OrderlyEnd.Step {
            (
                name,
                { [self] in
                    names.withLock { $0.append(name) }
                    if fails { throw Failure(name: name) }
                }
            )
        }
    }

    private let end = OrderlyEnd(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    @Test("a part that cannot be closed leaves none of the others open, and the first failure is told")
    func closesAll() async throws {
        let steps = Steps()
        let list = [steps.step("a"), steps.step("b", fails: true), steps.step("c"), steps.step("d", fails: true)]
        await #expect(throws: Failure(name: "b")) { try await end.closing(list) }
        #expect(steps.done == ["a", "b", "c", "d"])
        await #expect(throws: Never.self) { try await end.closing([steps.step("e")]) }
    }

    @Test("what ended the work is told, also where closing fails afterwards; else what the closing says")
    func firstFailure() async throws {
        let steps = Steps()
        let close = steps.step("close", fails: true).close
        await #expect(throws: StorageFailure.self) {
            let failure = StorageFailure(error: StoreError(.unavailable, "disk I/O error"))
            try await end.run({ throw failure }, thenClosing: close)
        }
        await #expect(throws: Failure(name: "close")) { try await end.run({}, thenClosing: close) }
        #expect(steps.done == ["close", "close"])
        await #expect(throws: Never.self) { try await end.run({}, thenClosing: {}) }
    }
}
