import Synchronization
import Testing

@testable import DossierEngine

/// A storm of sign-ins before the slow hasher.
@Suite struct HashingQueueTests {
    /// A hasher that is at work until it is let go.
    private final class SlowHasher: PasswordHasher {
        private let gate: AsyncStream<Void>
        let open: AsyncStream<Void>.Continuation
        let most = Mutex((now: 0, most: 0))

        init() { (gate, open) = AsyncStream.makeStream() }

        func hash(_ password: String) async throws -> String {
            most.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            defer { most.withLock { $0.now -= 1 } }
            for await _ in gate { break }
            return password
        }

        func verify(_ password: String, against hash: String) async throws -> Bool {
            try await self.hash(password) == hash
        }

        func isOutdated(_ hash: String) -> Bool { false }
    }

    /// How many were told to come again.
    private final class Refusals: Sendable {
        private let count = Mutex(0)

        /// Counts one more.
        func add() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }

        var all: Int { count.withLock { $0 } }
    }

    @Test("of a thousand at once as many as fit are judged, the others are told at once when to come again")
    func storm() async throws {
        let slow = SlowHasher()
        let queue = HashingQueue(slow, capacity: 32)
        let refused = Refusals()
        let judged = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<1_000 {
                group.addTask {
                    do {
                        return try await queue.verify("x", against: "x")
                    } catch RequestRefusal.signInBusy(let seconds) {
                        #expect(seconds == 5)
                        // Nobody of those inside is let go before all others were told.
                        if refused.add() == 1_000 - 32 { slow.open.finish() }
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(judged == 32 && refused.all == 968)
        #expect(slow.most.withLock { $0.most } <= 32)
        // It is free again.
        #expect(try await queue.hash("y") == "y")
    }
}
