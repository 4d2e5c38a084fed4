import DossierEngine
import SMPP
import SMPPTestSupport
import SMSGateways
import SMSPeers
import Testing

/// The gateway of an operator that wants a connection for each direction.
///
/// The server of smpp34 1.5.0 takes no answer to a delivery from a receiver, so the SMSC is one of the tests.
@Suite(.timeLimit(.minutes(60)))
struct SMPPTwoConnectionsTests {
    private func description(_ smsc: FakeSMSC) -> SMPPDescription {
        var description = smppDescription(port: smsc.port)
        description.kind = .transmitterAndReceiver
        return description
    }

    private func kinds(_ smsc: FakeSMSC) -> [BindKind] {
        smsc.received.compactMap { pdu in
            guard case .bind(let kind, _) = pdu.body else { return nil }
            return kind
        }
    }

    @Test("texts go out on one connection, receipts and citizens' texts come in on the other, and both end in order")
    func story() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { smsc in
            try await withSMPP(description(smsc), keeping: kept) { gateway in
                #expect(Set(kinds(smsc)) == [.transmitter, .receiver])
                let answer = await gateway.send(try submission("Ho so", reference: 7))
                let number = try #require(smsc.submitNumbers.first)
                #expect(answer == .accepted(providerReference: "00A\(number)"))
                #expect(smsc.submits.map(\.registeredDelivery) == [.always])

                let date = "submit date:2201051020 done date:2201051021"
                let words = "id:00A\(number) sub:001 dlvrd:001 \(date) stat:DELIVRD err:000 text:"
                var receipt = fromPhone(Array(words.utf8))
                receipt.esmClass = .deliveryReceipt
                try await smsc.send(.deliver(receipt), 101, to: .receiver)
                try await smsc.send(.deliver(fromPhone(Array("hs 0001".utf8))), 102, to: .receiver)
                try await until("answers") { smsc.deliveryAnswers.count == 2 }
                #expect(smsc.deliveryAnswers == [101: .ok, 102: .ok])
                #expect(kept.reports.map(\.state) == [.delivered])
                #expect(kept.texts.map(\.text) == ["hs 0001"])

                // What comes on the wrong one is refused, and lost to nobody: the SMSC has it still.
                try await smsc.send(.deliver(fromPhone(Array("hs 0002".utf8))), 103, to: .transmitter)
                try await until("a refusal") { smsc.deliveryAnswers[103] != nil }
                #expect(smsc.deliveryAnswers[103] == .incorrectBindStatus)
            }
            #expect(smsc.received.filter { $0.body == .unbind }.count == 2)
        }
    }

    @Test("without its receiver a gateway sends, and says that somebody has to look")
    func refusedReceiver() async throws {
        let script: FakeSMSC.Script = { pdu in
            guard case .bind(.receiver, _) = pdu.body else { return nil }
            return .answer(.bindResponse(.receiver, BindResponse(systemID: "FAKE")), .bindFailed)
        }
        try await FakeSMSC.run(script) { smsc in
            try await withSMPP(description(smsc), waitsForUp: false) { gateway in
                try await until("refused") { await gateway.condition().state == .down }
                let problem = "receiver: the bind was refused (\(CommandStatus.bindFailed))"
                #expect(await gateway.condition().lastError == problem)
                try await until("a sender") { kinds(smsc).contains(.transmitter) }
                try await until("a text") {
                    try await gateway.send(submission("Ho so", reference: 7)).kind == "accepted"
                }
            }
        }
    }
}
