import DossierEngine
import SMPP
import SMPPTestSupport
import SMSGateways
import SMSPeers
import SMSText
import Testing

/// The gateway against an SMSC of the test: receipts and citizens' texts.
@Suite(.timeLimit(.minutes(60)))
struct SMPPInboxTests {
    private func receipt(_ id: String, _ state: String) -> ShortMessage {
        let date = "submit date:2611281200 done date:2611281201"
        var message = fromPhone(Array("id:\(id) sub:001 dlvrd:001 \(date) stat:\(state) err:000 text:".utf8))
        message.esmClass = .deliveryReceipt
        return message
    }

    private func part(_ number: UInt8, _ text: String) -> ShortMessage {
        var message = fromPhone([5, 0, 3, 0x42, 2, number] + Array(text.utf8))
        message.esmClass = .withUserDataHeader
        return message
    }

    @Test("receipts are handed on by the key of their id")
    func receipts() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { smsc in
            var description = smppDescription(port: smsc.port)
            description.messageIDs = .hexadecimalAnswer
            try await withSMPP(description, keeping: kept) { gateway in
                // The id of the answer is 00A2, which is 162.
                #expect(await gateway.send(try submission()) == .accepted(providerReference: "162"))
                for (number, state) in ["ENROUTE", "DELIVRD", "EXPIRED", "UNDELIV", "REJECTD", "X"].enumerated() {
                    try await smsc.send(.deliver(receipt("0162", state)), UInt32(number + 1))
                    try await until("acknowledged") { smsc.deliveryAnswers[UInt32(number + 1)] == .ok }
                }
                let states: [DeliveryReport.State] = [
                    .underWay, .delivered, .expired, .undelivered, .rejected, .unknown,
                ]
                #expect(kept.reports.map(\.state) == states)
                #expect(Set(kept.reports.map(\.subject)) == [.providerReferences(["162"])])
                #expect(Set(kept.reports.map(\.gateway)) == ["smpp"])
                #expect(Set(kept.reports.map { $0.phone?.e164 }) == ["+84905123456"])
            }
        }
    }

    @Test("a receipt that cannot be kept is asked for again")
    func refusedReceipt() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port), keeping: kept) { _ in
                kept.isRefusing = true
                try await smsc.send(.deliver(receipt("1", "DELIVRD")), 1)
                try await until("sent back") { smsc.deliveryAnswers[1] == .receiverTemporaryError }
                kept.isRefusing = false
                try await smsc.send(.deliver(receipt("1", "DELIVRD")), 2)
                try await until("kept") { smsc.deliveryAnswers[2] == .ok }
                #expect(kept.reports.count == 1)
                #expect(kept.texts.isEmpty)
            }
        }
    }

    @Test("a receipt without an id is acknowledged and is no text")
    func noID() async throws {
        let kept = SMPPKept()
        var message = fromPhone(Array("stat:DELIVRD".utf8))
        message.esmClass = .deliveryReceipt
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port), keeping: kept) { [message] _ in
                try await smsc.send(.deliver(message), 1)
                try await until("acknowledged") { smsc.deliveryAnswers[1] == .ok }
                #expect(kept.reports.isEmpty && kept.texts.isEmpty)
            }
        }
    }

    @Test("a citizen's text is put together, and its last part comes again until it is kept")
    func longText() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port), keeping: kept) { _ in
                try await smsc.send(.deliver(part(2, "000123")), 1)
                try await until("first") { smsc.deliveryAnswers[1] == .ok }
                kept.isRefusing = true
                try await smsc.send(.deliver(part(1, "TC H29-")), 2)
                try await until("sent back") { smsc.deliveryAnswers[2] == .receiverTemporaryError }
                kept.isRefusing = false
                try await smsc.send(.deliver(part(1, "TC H29-")), 3)
                try await until("kept") { smsc.deliveryAnswers[3] == .ok }
                try await smsc.send(.deliver(part(1, "TC H29-")), 4)
                try await until("a duplicate") { smsc.deliveryAnswers[4] == .ok }

                let text = IncomingText(
                    gateway: "smpp",
                    providerID: nil,
                    sender: "+84905123456",
                    text: "TC H29-000123"
                )
                #expect(kept.texts == [text])
            }
        }
    }

    @Test("what came of an unfinished text is handed out at the end")
    func unfinished() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port), keeping: kept) { _ in
                try await smsc.send(.deliver(part(1, "TC H29-")), 1)
                try await until("acknowledged") { smsc.deliveryAnswers[1] == .ok }
                #expect(kept.texts.isEmpty)
            }
            #expect(kept.texts.map(\.text) == ["TC H29-…"])
        }
    }

    @Test("a service without texts rejects them")
    func noTexts() async throws {
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port), takesTexts: false) { _ in
                try await smsc.send(.deliver(fromPhone(Array("TC".utf8))), 1)
                try await until("rejected") { smsc.deliveryAnswers[1] == .receiverRejection }
            }
        }
    }
}
