import Foundation
import SMSPeers
import Testing

/// The program itself behind a real Kannel: bearerbox, smsbox and the test tool that is its operator.
///
/// `MOTCUA_TEST_KANNEL_TEXTS=10000 swift test --filter KannelServiceTests` sends ten thousand texts instead of one.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KannelServiceTests {
    private static let count =
        ProcessInfo.processInfo.environment["MOTCUA_TEST_KANNEL_TEXTS"].flatMap(Int.init).map { max(2, $0) } ?? 1_000

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

    @Test("bearerbox is killed in the middle: nothing is lost, and nothing comes twice but what nobody can know")
    func killed() async throws {
        try await KannelSite.open(isPhoneOn: false) { kannel, _, server in
            let link = try await kannel.linkPhone()
            let load = ApplicantLoad()
            let admin = try await server.token("admin")
            try await load.tell(Self.killedCount / 4, on: server)
            try await until("a quarter has arrived") {
                try await server.textStates(token: admin)["delivered", default: 0] > Self.killedCount / 4
            }
            // The line to the operator is lost first, so that texts lie in Kannel's store when it dies.
            try await link.cut()
            // The rest is told now, so that there is something left however late it is seen that a quarter has arrived.
            let telling = Task { try await load.tell(Self.killedCount / 4, on: server) }
            try await until("texts lie in the store") {
                try await server.textStates(token: admin)["accepted", default: 0] >= Self.keptCount
            }
            kannel.kill("bearerbox")
            try await telling.value
            let numbers = Set(load.applicants.map(\.number))
            // Kannel sends again what lay in its store, though the operator may have had it.
            let kept = try kannel.stored(among: numbers)
            #expect(!kept.isEmpty)
            try await kannel.startBearerbox()
            try await kannel.rejoin(link)
            try await kannel.untilSending()
            try await server.untilSettled(token: admin, as: Self.ends)
            try await kannel.untilIdle()
            let sent = try await server.texts(token: admin)
            try await judge(sent, load, at: kannel, kept: kept)
            try await sendAgain(sent, load, at: kannel, of: server)
        }
    }

    private static let killedCount = 600
    private static let keptCount = 20
    /// Kannel reports what it was just handing over as rejected, when the operator goes.
    private static let uncertain: Set<String> = ["unknown", "rejected"]
    private static let ends = uncertain.union(["delivered", "accepted"])

    /// What was surely taken arrived; what came twice was marked, or lay in Kannel's store at its death.
    private func judge(
        _ sent: [SentText],
        _ load: ApplicantLoad,
        at kannel: KannelPeer,
        kept: Set<String>
    ) async throws {
        #expect(sent.count == Self.killedCount)
        let arrivals = try await load.arrivals(at: kannel)
        for text in sent {
            let count = arrivals[try load.key(of: text), default: 0]
            if !Self.uncertain.contains(text.state) { #expect(count >= 1, "\(text) is lost") }
            let mayDouble = try text.state == "unknown" || kept.contains(load.applicant(of: text).number)
            #expect(count <= (mayDouble ? 2 : 1), "\(text) came \(count) times")
        }
        let states = sent.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
        let doubled = arrivals.values.count { $0 > 1 }
        print("Kannel killed: \(states), \(doubled) came twice, \(kept.count) numbers lay in its store")
    }

    /// What did not surely arrive is sent again by hand, perhaps by the other way, and then everything has arrived.
    private func sendAgain(
        _ sent: [SentText],
        _ load: ApplicantLoad,
        at kannel: KannelPeer,
        of server: RunningServer
    ) async throws {
        let admin = try await server.token("admin")
        for text in sent where Self.uncertain.contains(text.state) {
            let again = await server.send("POST", "/api/v1/messages/\(text.id)/resend", token: admin)
            #expect(again?.status == 201, "\(again?.text ?? "")")
        }
        try await server.untilSettled(token: admin, as: Self.ends)
        try await kannel.untilIdle()
        let arrivals = try await load.arrivals(at: kannel)
        var arrived: Set<[String]> = []
        for text in try await server.texts(token: admin) where !Self.uncertain.contains(text.state) {
            #expect(arrivals[try load.key(of: text), default: 0] >= 1, "\(text) is lost")
            arrived.insert([text.code, text.kind])
        }
        #expect(arrived.count == Self.killedCount)
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
