import Synchronization
import Testing

@testable import OpenIDConnect

/// What is kept of a provider, and who gets what of it.
@Suite("A document of the provider that is kept")
struct HeldDocumentTests {
    /// Counts the fetches: the first gives 1, the next 2 and so on.
    private final class Source: Sendable {
        private let count = Mutex(0)

        var fetches: Int { count.withLock { $0 } }

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    @Test("that lacks something is given anew also to him who asks just after another one had it fetched")
    func askedTogether() async throws {
        let (clock, source) = (StandingClock(), Source())
        let document = HeldDocument<Int>(
            patience: .init(freshSeconds: 900, staleSeconds: 86_400, pauseSeconds: 30),
            clock: clock
        ) { source.next() }
        // Both took this one before either found that it lacks something.
        let taken = try await document.value()
        #expect(taken == 1)
        clock.advance(seconds: 60)

        let first = await document.newer()
        let second = await document.newer()
        #expect(first == 2 && second == 2)
        #expect(source.fetches == 2)
    }
}
