import Glibc
import SMSPeers
import Synchronization
import Testing

@testable import motcua

@Suite("Signals are listened for")
struct EndingSignalsTests {
    private final class Ear: Sendable {
        let heard = Atomic<Int32>(0)
    }

    /// Signals that do no harm where nobody listens.
    @Test("one that comes at once is heard", arguments: [SIGWINCH, SIGURG])
    func atOnce(number: Int32) async throws {
        let ear = Ear()
        let sources = EndingSignals.listen(for: [number]) { ear.heard.store($0, ordering: .relaxed) }
        defer { EndingSignals.release(sources) }
        #expect(kill(getpid(), number) == 0)
        try await until("the signal is heard") { ear.heard.load(ordering: .relaxed) == number }
    }

    @Test("one that is ignored stays so")
    func ignored() {
        let before = signal(SIGTTOU, SIG_IGN)
        defer { signal(SIGTTOU, before) }
        #expect(EndingSignals.listen(for: [SIGTTOU]) { _ in }.isEmpty)
    }
}
