import DossierEngine
import Foundation
import SMSGateways
import SMSPeers
import SMSText
import Testing

/// A real SMSC that dies in the middle of a full window and stays away, where the Python package smpp34 is installed.
///
/// `MOTCUA_TEST_OUTAGE=60 swift test --filter SMPPOutageTests` keeps it away for a minute; only so asked, because a
/// machine crowded with all tests cuts the line by itself.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["MOTCUA_TEST_OUTAGE"] != nil), .timeLimit(.minutes(60)))
struct SMPPOutageTests {
    private static let asked = ProcessInfo.processInfo.environment["MOTCUA_TEST_OUTAGE"].flatMap(Int.init)
    private static let outage = Duration.seconds(asked ?? 2)
    private static let texts = 1...Int64(300)
    private static let window = 50
    /// So many texts the SMSC has when it dies: neither the first window nor the last.
    private static let submitsBeforeDeath = 120
    /// How long after the outage everything has to be settled: the longest wait before a try to connect, and some.
    private static let patience = Duration.seconds(90)

    @Test("of 300 texts in windows of 50 none is lost and none goes out twice where the SMSC dies in mid-window")
    func death() async throws {
        let kept = SMPPKept()
        try await SMPPPeer.run { peer in
            var description = smppDescription(port: peer.port)
            description.window = Self.window
            try await withSMPP(description, keeping: kept) { gateway in
                async let outcome = relay(through: gateway)
                _ = try await peer.events("submit", atLeast: Self.submitsBeforeDeath)
                peer.kill()
                let end = ContinuousClock.now + Self.outage
                try await until("the cut is noticed") { await gateway.condition().state != .up }
                while ContinuousClock.now < end {
                    #expect(await gateway.condition().state != .up)
                    try await Task.sleep(for: .milliseconds(100))
                }
                let firstLife = try peer.events("accepted").count
                try await peer.start()
                let settled = try await outcome
                try check(settled, seen: try seen(by: peer))
                try await checkReceipts(of: settled, kept: kept, firstLife: firstLife)
                #expect(try mostUnanswered(at: peer) <= Self.window)
            }
        }
    }

    /// What became of the texts.
    private struct Settled {
        /// The SMSC's ids of those that it accepted.
        var accepted: [Int64: String] = [:]
        var unknown: Set<Int64> = []
        /// How often `later` was answered, and to how many of them.
        var timesLater = 0
        var everLater: Set<Int64> = []
    }

    /// Sends what is not settled again and again, all at once, as a relay does.
    private func relay(through gateway: SMPPGateway) async throws -> Settled {
        var settled = Settled()
        var open = Set(Self.texts)
        let end = ContinuousClock.now + Self.outage + Self.patience
        while !open.isEmpty, ContinuousClock.now < end {
            for (reference, answer) in try await send(open, through: gateway) {
                switch answer {
                case .accepted(let id?): settled.accepted[reference] = id
                case .accepted(nil): Issue.record("text \(reference) was accepted without an id")
                case .unknown: settled.unknown.insert(reference)
                case .later:
                    settled.timesLater += 1
                    settled.everLater.insert(reference)
                    continue
                case .rejected(let reason): Issue.record("text \(reference) was rejected: \(reason)")
                }
                open.remove(reference)
            }
            if !open.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
        }
        #expect(open.isEmpty, "\(open.count) texts are not settled")
        return settled
    }

    private func send(_ references: Set<Int64>, through gateway: SMPPGateway) async throws -> [Int64: SMSAnswer] {
        try await withThrowingTaskGroup(of: (Int64, SMSAnswer).self) { group in
            for reference in references {
                // One in ten to a number for which no receipt ever comes.
                let ending = reference.isMultiple(of: 10) ? "9004" : "9008"
                let number = try #require(PhoneNumber(vietnamese: "090512" + ending))
                let text = SMSSubmission(reference: reference, to: number, text: "Ho so \(reference)")
                group.addTask { (reference, await gateway.send(text)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// How often the SMSC got each text.
    private func seen(by peer: SMPPPeer) throws -> [Int64: Int] {
        try peer.events("submit").reduce(into: [:]) { seen, submit in
            let text = String(decoding: submit.body ?? [], as: UTF8.self)
            seen[try #require(Int64(text.dropFirst("Ho so ".count))), default: 0] += 1
        }
    }

    private func check(_ settled: Settled, seen: [Int64: Int]) throws {
        let unknownButSeen = settled.unknown.filter { seen[$0] != nil }
        print(
            "outage of \(Self.outage): \(settled.accepted.count) accepted;",
            "\(settled.unknown.count) unknown, of which the SMSC has \(unknownButSeen.count);",
            "\(settled.everLater.count) put off, \(settled.timesLater) times in all"
        )
        #expect(settled.accepted.count + settled.unknown.count == Self.texts.count)
        #expect(!settled.unknown.isEmpty && settled.unknown.count <= Self.window)
        #expect(!settled.everLater.isEmpty)
        #expect(settled.accepted.keys.allSatisfy { seen[$0] == 1 })
        #expect(seen.values.allSatisfy { $0 == 1 })
        #expect(Set(settled.accepted.values).count == settled.accepted.count)
    }

    /// Receipts that died with the SMSC are missing; every other one comes, once, and names its text.
    private func checkReceipts(of settled: Settled, kept: SMPPKept, firstLife: Int) async throws {
        let wanting = settled.accepted.filter { !$0.key.isMultiple(of: 10) }.values
        // In the crowd of all tests the line may be cut once more, and what was under way then never comes.
        let sureToCome = Self.asked == nil ? [] : wanting.filter { Int($0, radix: 16) ?? 0 > firstLife }
        func reported() -> [String] {
            kept.reports.compactMap { report in
                guard case .providerReferences(let ids) = report.subject else { return nil }
                return ids.first
            }
        }
        try await until("the receipts") { Set(reported()).isSuperset(of: sureToCome) && !reported().isEmpty }
        let reports = reported()
        let missing = Set(wanting).subtracting(reports)
        print("receipts: \(reports.count) of \(wanting.count), \(missing.count) missing")
        #expect(Self.asked == nil || !missing.isEmpty)
        #expect(Set(reports).count == reports.count)
        #expect(Set(wanting).isSuperset(of: reports))
        #expect(kept.reports.allSatisfy { $0.state == .delivered })
    }

    /// The most texts that the SMSC had got and not answered at once while it lived without a death between.
    private func mostUnanswered(at peer: SMPPPeer) throws -> Int {
        var unanswered = 0
        var most = 0
        for event in try peer.events() {
            switch event.event {
            case "listening": unanswered = 0
            case "submit": unanswered += 1
            case "accepted": unanswered -= 1
            default: break
            }
            most = max(most, unanswered)
        }
        print("window of \(Self.window): at most \(most) texts unanswered at once")
        return most
    }
}
