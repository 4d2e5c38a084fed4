import AsyncHTTPClient
import DossierEngine
import SMSGateways
import SMSPeers
import Testing

/// The gateway through a real Kannel to a real SMSC, where kannel and the Python package smpp34 are installed.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KannelOverSMPPTests {
    private static let short = "Hồ sơ đã nhận: 100% & \"đủ\" + 1; Ưu tiên, ỹ Ẵ @ {x} €"
    private static let long =
        "Ủy ban nhân dân xã Thăng Bình: hồ sơ 000.00.01.H29-261122-0001 của ông Nguyễn Văn Ường đã có kết quả. "
        + "Mời ông mang theo giấy hẹn và giấy tờ tùy thân đến Bộ phận Một cửa từ 7 giờ 30 để nhận. Cảm ơn!"
    /// A number to which a receipt comes well after the answer.
    private static let slow = "0905 129 008"
    /// A number to which a receipt comes before the answer.
    private static let hasty = "0905 129 006"

    @Test("Vietnamese texts, a short and a long one, arrive whole at an SMSC behind Kannel, and receipts come back")
    func arrival() async throws {
        try await withKannel { gateway, smsc, hook in
            #expect(await gateway.send(try submission(Self.short, to: Self.slow, reference: 41)).kind == "accepted")
            let first = try await smsc.events("submit", atLeast: 1)
            #expect(first.map(\.wideText) == [Self.short])
            #expect(first.map(\.wantsReceipt) == [true])

            #expect(await gateway.send(try submission(Self.long, to: Self.slow, reference: 42)).kind == "accepted")
            // 197 characters are three parts of at most 67.
            let submits = try await smsc.events("submit", atLeast: 1 + 3)
            #expect(submits.count == 4)
            #expect(submits.allSatisfy { $0.coding == 8 })
            #expect(submits.allSatisfy { $0.source == "8088" && $0.destination == "84905129008" })
            // In any order: the phone puts them together by their numbers.
            let parts = submits.dropFirst().sorted { $0.header?.last ?? 0 < $1.header?.last ?? 0 }
            #expect(parts.map { $0.header?.suffix(2) } == [[3, 1], [3, 2], [3, 3]])
            #expect(parts.map(\.wideText).joined() == Self.long)

            let states = try await states(at: hook, of: gateway, untilDelivered: [41, 42])
            #expect(states.mapValues(Set.init) == [41: [.underWay, .delivered], 42: [.underWay, .delivered]])
            #expect(try smsc.events("receipt").allSatisfy { $0.answer == 0 })
        }
    }

    @Test("Kannel drops a receipt that overtakes the answer, so that the text stays under way")
    func hastyReceipt() async throws {
        try await withKannel { gateway, smsc, hook in
            #expect(await gateway.send(try submission(to: Self.hasty, reference: 41)).kind == "accepted")
            #expect(try await smsc.events("receipt", atLeast: 1).map(\.answer) == [0])
            _ = try await smsc.events("accepted", atLeast: 1)

            #expect(await gateway.send(try submission(to: Self.slow, reference: 42)).kind == "accepted")
            let states = try await states(at: hook, of: gateway, untilDelivered: [42])
            #expect(states[41] == [.underWay])
        }
    }

    /// Runs `body` with a Kannel that is online at an SMSC, and the place where its reports come in.
    private func withKannel(
        _ body: (KannelGateway, SMPPPeer, LoopbackServer) async throws -> Void
    ) async throws {
        try await LoopbackServer.run { _ in
            .reply(200, "")
        } _: { hook in
            try await SMPPPeer.run { smsc in
                try await KannelPeer.run(.smpp(port: smsc.port)) { kannel in
                    try await kannel.untilOnline()
                    try await withClient { client in
                        try await body(try gateway(kannel, client: client, hook: hook), smsc, hook)
                    }
                }
            }
        }
    }

    private func gateway(_ kannel: KannelPeer, client: HTTPClient, hook: LoopbackServer) throws -> KannelGateway {
        let description = KannelDescription(
            url: "http://127.0.0.1:\(kannel.port)/cgi-bin/sendsms",
            username: "onestop",
            passwordSecret: "GOOD",
            sender: "8088",
            reportURL: "http://127.0.0.1:\(hook.port)/hook?reference={reference}&status=%d",
            maximumSegments: 6,
            // A machine that is overloaded is slow, which is not what is tried here.
            timeoutSeconds: 50
        )
        return try KannelGateway(description, secrets: GatewaySecrets(["GOOD": "secretpw"]), client: client)
    }

    /// What was reported of each text, in the order of coming, once all these are delivered and reported as taken.
    private func states(
        at hook: LoopbackServer,
        of gateway: KannelGateway,
        untilDelivered delivered: [Int64]
    ) async throws -> [Int64: [DeliveryReport.State]] {
        var states: [Int64: [DeliveryReport.State]] = [:]
        try await until("\(delivered) are delivered") {
            states = [:]
            for report in hook.kannelReports(of: gateway.name) {
                guard case .reference(let reference) = report.subject else { continue }
                states[reference, default: []].append(report.state)
            }
            return delivered.allSatisfy { Set(states[$0] ?? []).isSuperset(of: [.delivered, .underWay]) }
        }
        return states
    }
}
