import Foundation
import SMSPeers
import Testing

/// The program itself behind a real Kannel: bearerbox, smsbox and the test tool that is its operator.
///
/// `MOTCUA_TEST_TEXTS=10000 swift test --filter KannelServiceTests` sends ten thousand texts instead of one.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct KannelServiceTests {
    private static let count =
        ProcessInfo.processInfo.environment["MOTCUA_TEST_TEXTS"].flatMap(Int.init).map { max(2, $0) } ?? 1_000

    @Test("texts with and without accents, long and short, arrive once each, and each receipt finds its text")
    func manyTexts() async throws {
        try await KannelSite.open { kannel, _, server in
            let load = ApplicantLoad()
            let start = ContinuousClock.now
            try await load.tell(Self.count / 2, on: server)
            let registered = ContinuousClock.now
            let admin = try await server.token("admin")
            try await server.untilSettled(token: admin)
            let settled = ContinuousClock.now
            try await expectEachOnce(load, at: kannel, of: server)
            print(
                "Kannel: \(Self.count / 2 * 2) texts delivered once each, dossiers in \(registered - start),"
                    + " all receipts in \(settled - start)"
            )
        }
    }

    /// Compares what the phones got with what each text should have been, by the gateway that had it.
    private func expectEachOnce(_ load: ApplicantLoad, at kannel: KannelPeer, of server: RunningServer) async throws {
        let sent = try await server.texts(token: try await server.token("admin"))
        #expect(sent.count == Self.count / 2 * 2)
        #expect(Set(sent.compactMap(\.gateway)) == ["kannel", "kannel-plain"])
        let applicants = Dictionary(uniqueKeysWithValues: load.applicants.map { ($0.code, $0) })
        // Oldest first, so by dossier in the order in which they were caused.
        var expected: [String: [String]] = [:]
        for text in sent.reversed() {
            let applicant = try #require(applicants[text.code])
            let isAccented = text.gateway == "kannel"
            let words = try #require(applicant.words(text.kind, isAccented: isAccented))
            expected[applicant.number, default: []].append((isAccented ? "8088 " : "8089 ") + words)
        }
        let received = PhoneText.whole(try await kannel.texts(sent.count))
        var arrived: [String: [String]] = [:]
        for text in received { arrived[text.receiver, default: []].append("\(text.sender) \(text.words)") }
        #expect(arrived == expected)
        #expect(Set(received.map(\.kind)) == ["text", "ucs-2"])
        #expect(received.contains { $0.bytes.count > 140 && $0.kind == "ucs-2" })
    }
}
