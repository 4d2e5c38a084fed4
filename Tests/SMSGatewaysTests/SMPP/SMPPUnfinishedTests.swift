import DossierEngine
import SMPP
import Synchronization
import Testing

@testable import SMSGateways

/// Texts whose last parts never come, where the service cannot keep all of them at once.
struct SMPPUnfinishedTests {
    private struct Refusal: Error {}

    @Test("of two texts that are given up each is kept once, although the second is refused at first")
    func refusedSecond() async {
        let calls = Mutex<[String]>([])
        let sinks = GatewaySinks(
            report: { _ in },
            text: { text in
                let isRefused = calls.withLock {
                    $0.append(text.text)
                    return $0.count == 2
                }
                if isRefused { throw Refusal() }
            }
        )
        let inbox = SMPPInbox(smppDescription(port: 1), sinks: sinks, log: { _ in })
        #expect(await inbox.take(part(of: 1, "TC 1")) == .kept)
        #expect(await inbox.take(part(of: 2, "TC 2")) == .kept)

        await inbox.close()
        #expect(calls.withLock { $0 } == ["TC 1…", "TC 2…"])
        await inbox.close()
        #expect(calls.withLock { $0 } == ["TC 1…", "TC 2…", "TC 2…"])
        await inbox.close()
        #expect(calls.withLock { $0.count } == 3)
    }

    @Test("a text whose last part does not come is handed out once after ten minutes, by a look that can keep it")
    func overdue() async {
        let kept = SMPPKept()
        let elapsed = Mutex(Duration.zero)
        let end = Mutex(Duration.zero)
        let time = InboxTime(
            elapsed: { elapsed.withLock { $0 } },
            sleep: { duration in
                // Each wait takes what it is asked to, at once.
                elapsed.withLock { $0 += duration }
                if elapsed.withLock({ $0 }) >= end.withLock({ $0 }) { withUnsafeCurrentTask { $0?.cancel() } }
                try Task.checkCancellation()
            }
        )
        let inbox = SMPPInbox(smppDescription(port: 1), sinks: kept.sinks(takesTexts: true), time: time, log: { _ in })
        func sweep(until moment: Duration) async {
            end.withLock { $0 = moment }
            await Task { await inbox.sweep() }.value
        }
        #expect(await inbox.take(part(of: 1, "TC 1")) == .kept)
        await sweep(until: .seconds(600))
        #expect(elapsed.withLock { $0 } == .seconds(600))
        #expect(kept.texts.isEmpty)

        kept.isRefusing = true
        await sweep(until: .seconds(690))
        #expect(kept.texts.isEmpty)
        kept.isRefusing = false
        await sweep(until: .seconds(780))
        #expect(kept.texts.map(\.text) == ["TC 1…"])
        await inbox.close()
        #expect(kept.texts.count == 1)
    }

    private func part(of reference: UInt8, _ text: String) -> ShortMessage {
        var message = fromPhone([5, 0, 3, reference, 2, 1] + Array(text.utf8))
        message.esmClass = .withUserDataHeader
        return message
    }
}
