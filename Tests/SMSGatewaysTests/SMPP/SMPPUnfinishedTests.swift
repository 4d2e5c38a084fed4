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
        let sinks = SMPPSinks(
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

    private func part(of reference: UInt8, _ text: String) -> ShortMessage {
        var message = fromPhone([5, 0, 3, reference, 2, 1] + Array(text.utf8))
        message.esmClass = .withUserDataHeader
        return message
    }
}
