import DossierEngine
import SMPP
import SMPPTestSupport
import SMSPeers
import Testing

@testable import motcua

/// The whole service on a line to an operator: a text out, its receipt, a citizen's text and its answer.
@Suite(.serialized)
struct SMPPServiceTests {
    /// Opens a one-stop shop whose file of the gateway says more of its sender and of other addresses.
    private func open(
        smsc: FakeSMSC,
        sender more: String = "}",
        _ story: @escaping @Sendable (OneStop) async throws -> Void
    ) async throws {
        let copy = try ConfigCopy()
        try copy.replace(#"value: "8088"}"#, with: #"value: "8088""# + more, in: "gateways/smpp.yaml")
        try copy.replace("gateway: console", with: "gateway: smpp", in: "motcua.yaml")
        try copy.replace("port: 2775", with: "port: \(smsc.port)", in: "gateways/smpp.yaml")
        let folder = try TemporaryFolder()
        let server = try await TestServer.build(
            in: folder,
            config: copy.file,
            clock: "2022-01-05T10:20+07:00",
            environment: ["SMPP_PASSWORD": "bi-mat-9"]
        )
        try await OneStop.serve(server, in: folder) { service in
            let line = Task { try await service.server.gateways.run() }
            let gateway = service.server.gateways.routes[0].gateway
            try await until("a line") { await gateway.condition().state == .up }
            try await story(service)
            line.cancel()
            try await line.value
        }
    }

    private func fromPhone(_ number: String, _ text: String) -> ShortMessage {
        ShortMessage(
            source: SMPPAddress(typeOfNumber: .international, numberingPlan: .telephone, value: number),
            destination: SMPPAddress(typeOfNumber: .networkSpecific, numberingPlan: .unknown, value: "8088"),
            text: Array(text.utf8)
        )
    }

    private func state(_ service: OneStop) async throws -> String? {
        let page = try await service.staff("admin").get("/messages")
        return page.json["items"]?.array?.first?["state"]?.string
    }

    @Test("a text is accepted and delivered, a citizen is answered, and the line ends with the service")
    func story() async throws {
        try await FakeSMSC.run { smsc in
            try await open(smsc: smsc) { service in
                let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
                try await service.server.relay.drain()
                #expect(try await state(service) == "accepted")
                let sent = try #require(smsc.submits.first)
                #expect(sent.destination == .international("+84905123456"))
                #expect(String(decoding: sent.text, as: UTF8.self).contains(code))

                let date = "submit date:2201051020 done date:2201051021"
                let id = "00A\(try #require(smsc.submitNumbers.first))"
                let words = "id:\(id) sub:001 dlvrd:001 \(date) stat:DELIVRD err:000 text:"
                var receipt = fromPhone("84905123456", words)
                receipt.esmClass = .deliveryReceipt
                try await smsc.send(.deliver(receipt), 1)
                try await until("acknowledgement") { smsc.deliveryAnswers[1] == .ok }
                #expect(try await state(service) == "delivered")

                try await smsc.send(.deliver(fromPhone("84905123456", "hs \(code)")), 2)
                try await until("acknowledgement") { smsc.deliveryAnswers[2] == .ok }
                try await service.server.answers.drain()
                let answer = try #require(smsc.submits.last)
                let text = String(decoding: answer.text, as: UTF8.self)
                #expect(text.contains("ho so \(code): Duoc tiep nhan. Hen tra: 10:20 10/01/2022"), "\(text)")
                let gateways = try await service.staff("admin").get("/gateways")
                let gateway = gateways.json["items"]?.array?.first
                #expect(gateway?["reports"] == .bool(true) && gateway?["window"]?.integer == 10)
                #expect(!gateways.text.contains("bi-mat-9"))
            }
            #expect(smsc.received.contains { $0.body == .unbind })
        }
    }

    @Test("addresses are told to the operator as the file says")
    func numbering() async throws {
        let more = """
            , typeOfNumber: 6, numberingPlan: 1}
                destination: {typeOfNumber: 0, numberingPlan: 8}
                addressRange: {typeOfNumber: 3, numberingPlan: 9, expression: "^8088$"}
            """
        try await FakeSMSC.run { smsc in
            try await open(smsc: smsc, sender: more) { service in
                _ = try await service.staff("desk").register("1.001612")
                try await service.server.relay.drain()
                let sent = try #require(smsc.submits.first)
                #expect(sent.source.typeOfNumber == .abbreviated && sent.source.numberingPlan == .telephone)
                #expect(sent.destination.typeOfNumber == .unknown && sent.destination.numberingPlan == .national)
                guard case .bind(_, let bind) = smsc.received.first?.body else {
                    Issue.record("no bind came")
                    return
                }
                #expect(bind.typeOfNumber == .networkSpecific && bind.numberingPlan == .privatePlan)
                #expect(bind.addressRange == "^8088$")
            }
        }
    }

    @Test("without an operator texts wait, and after a cut the line comes back and they go out")
    func cut() async throws {
        try await FakeSMSC.run { smsc in
            try await open(smsc: smsc) { service in
                try await smsc.cut()
                _ = try await service.staff("desk").register("1.001612")
                try await until("a line") {
                    try await service.server.relay.drain()
                    return try await state(service) == "accepted"
                }
                #expect(smsc.submits.count == 1)
            }
        }
    }
}
