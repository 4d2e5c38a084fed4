import DossierEngine
import SMPP
import SMPPTestSupport
import SMSGateways
import SMSPeers
import SMSText
import Synchronization
import Testing

/// The gateway against an SMSC of the test: texts out.
@Suite(.timeLimit(.minutes(60)))
struct SMPPSendingTests {
    private let longText = String(repeating: "Hồ sơ ", count: 20)

    @Test("a short text goes out in one message")
    func shortText() async throws {
        try await FakeSMSC.run { smsc in
            try await withSMPP(smppDescription(port: smsc.port)) { gateway in
                let answer = await gateway.send(try submission("Ho so @1", reference: 7))
                #expect(answer == .accepted(providerReference: "00A2"))
                let message = try #require(smsc.submits.first)
                #expect(message.source == .brandName("MOTCUA"))
                #expect(message.destination == .international("+84905123456"))
                #expect(message.text == Array("Ho so ".utf8) + [0x00] + Array("1".utf8))
                #expect(message.dataCoding == .smscDefault)
                #expect(message.esmClass == .ordinary)
                #expect(message.registeredDelivery == .always)
            }
        }
    }

    @Test("a long text goes out in parts, and the id of the last is the reference")
    func longTextByHeader() async throws {
        try await FakeSMSC.run { smsc in
            var description = smppDescription(port: smsc.port)
            description.messageIDs = .ignoringZerosAndCase
            try await withSMPP(description) { gateway in
                let answer = await gateway.send(try submission(longText, reference: 0x1_0342))
                #expect(answer == .accepted(providerReference: "A3"))
                let messages = smsc.submits
                #expect(messages.map { Array($0.text.prefix(6)) } == [[5, 0, 3, 0x42, 2, 1], [5, 0, 3, 0x42, 2, 2]])
                #expect(messages.map(\.dataCoding) == [.ucs2, .ucs2])
                #expect(messages.map(\.esmClass) == [.withUserDataHeader, .withUserDataHeader])
                #expect(messages.map(\.registeredDelivery) == [.none, .always])
                let text = messages.map { TextAlphabet.ucs2.text($0.text.dropFirst(6)) }.joined()
                #expect(text == longText)
            }
        }
    }

    @Test("by optional parameters no header is written")
    func longTextByParameters() async throws {
        try await FakeSMSC.run { smsc in
            var description = smppDescription(port: smsc.port)
            description.concatenation = .sar
            description.requestsReceipts = false
            try await withSMPP(description) { gateway in
                #expect(await gateway.kind(longText, reference: 0x1_0342) == "accepted")
                let messages = smsc.submits
                #expect(messages.map { TextAlphabet.ucs2.text($0.text) }.joined() == longText)
                #expect(messages.map(\.esmClass) == [.ordinary, .ordinary])
                #expect(messages.map(\.optionalParameters.partReference) == [0x0342, 0x0342])
                #expect(messages.map(\.optionalParameters.partTotal) == [2, 2])
                #expect(messages.map(\.optionalParameters.partNumber) == [1, 2])
                #expect(messages.map(\.registeredDelivery) == [.none, .none])
            }
        }
    }

    @Test("another default alphabet is written, or the text refused")
    func latin1() async throws {
        try await FakeSMSC.run { smsc in
            var description = smppDescription(port: smsc.port)
            description.smscDefault = .latin1
            try await withSMPP(description) { gateway in
                #expect(await gateway.kind("à @", reference: 7) == "accepted")
                #expect(smsc.submits.map(\.text) == [[0xE0, 0x20, 0x40]])
                #expect(await gateway.kind("Δ", reference: 8) == "rejected")
                #expect(await gateway.kind("  ", reference: 9) == "rejected")
            }
        }
    }

    /// What the SMSC does with each submit in turn, and what comes of a text of two parts.
    private static let failures: [([FakeSMSC.Reply], String, String)] = [
        ([.answer(.submitResponse(nil), .invalidDestinationAddress)], "rejected", "ESME_RINVDSTADR"),
        ([.answer(.submitResponse(nil), .messageQueueFull)], "later", "ESME_RMSGQFUL"),
        ([.answer(.submitResponse(nil), .receiverTemporaryError)], "later", "ESME_RX_T_APPN"),
        ([.answer(.submitResponse(nil), .invalidSourceAddress)], "later", "refuses our account (ESME_RINVSRCADR)"),
        ([.answer(.submitResponse(nil), .invalidDestinationPlan)], "later", "refuses our account (ESME_RINVDSTNPI)"),
        ([.hangUp], "unknown", "connection"),
        ([taken, .answer(.submitResponse(nil), .invalidDestinationAddress)], "rejected", "1 of 2 parts"),
        ([taken, .hangUp], "unknown", "1 of 2 parts"),
        ([taken, .answer(.submitResponse(nil), .systemError), taken], "accepted", ""),
        ([taken, .answer(.submitResponse(nil), .throttled), taken], "accepted", ""),
        ([taken, .answer(.genericNack, .invalidCommandLength)], "rejected", "1 of 2 parts"),
    ]

    private static let taken = FakeSMSC.Reply.answer(.submitResponse(MessageResponse(messageID: "x")))

    @Test("what fails is told for what it is", arguments: failures.indices)
    func failing(_ index: Int) async throws {
        let (replies, kind, words) = Self.failures[index]
        let upcoming = Mutex(replies)
        try await FakeSMSC.run { pdu in
            guard pdu.body.commandID == .submit else { return nil }
            return upcoming.withLock { $0.isEmpty ? .silence : $0.removeFirst() }
        } _: { smsc in
            try await withSMPP(smppDescription(port: smsc.port)) { gateway in
                let answer = await gateway.send(try submission(longText))
                #expect(answer.kind == kind)
                #expect(words.isEmpty || answer.reason.contains(words))
                #expect(smsc.submits.count == replies.count)
            }
        }
    }

    @Test(
        "an operator that refuses our account puts the gateway down until it takes a text",
        arguments: [
            CommandStatus.invalidSourceAddress, .invalidSystemID, .invalidPassword, .bindFailed,
        ]
    )
    func refusedAccount(status: CommandStatus) async throws {
        let upcoming = Mutex<[FakeSMSC.Reply]>([.answer(.submitResponse(nil), status), Self.taken])
        try await FakeSMSC.run { pdu in
            guard pdu.body.commandID == .submit else { return nil }
            return upcoming.withLock { $0.isEmpty ? .silence : $0.removeFirst() }
        } _: { smsc in
            try await withSMPP(smppDescription(port: smsc.port)) { gateway in
                #expect(await gateway.kind() == "later")
                let condition = await gateway.condition()
                #expect(condition.state == .down)
                #expect(condition.lastError == "the operator refuses our account (\(status))")
                #expect(await gateway.kind() == "accepted")
                #expect(await gateway.condition().state == .up)
            }
        }
    }

    @Test("a text that is being sent already is not sent again")
    func twice() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .silence : nil
        } _: { smsc in
            try await withSMPP(smppDescription(port: smsc.port)) { gateway in
                let text = try submission()
                async let first = gateway.send(text)
                try await until("sent") { smsc.submits.count == 1 }
                #expect(await gateway.send(text).kind == "unknown")
                #expect(await gateway.condition().unanswered == 1)
                #expect(await gateway.condition().window == 10)
                try await smsc.cut()
                #expect(await first.kind == "unknown")
                #expect(smsc.submits.count == 1)
            }
        }
    }

    @Test("a refused bind puts the gateway down, and texts wait")
    func refusedBind() async throws {
        let kept = SMPPKept()
        try await FakeSMSC.run { pdu in
            guard case .bind(let kind, _) = pdu.body else { return nil }
            return .answer(.bindResponse(kind, nil), .invalidPassword)
        } _: { smsc in
            try await withSMPP(smppDescription(port: smsc.port), keeping: kept, waitsForUp: false) { gateway in
                try await until("down") { await gateway.condition().state == .down }
                #expect(await gateway.condition().lastError == "the bind was refused (ESME_RINVPASWD)")
                #expect(await gateway.kind() == "later")
                var dumped = "\(gateway)"
                dump(gateway, to: &dumped)
                #expect(!(kept.log + [dumped]).contains { $0.contains(smppPassword) })
            }
        }
    }
}

extension SMPPGateway {
    /// Which of the four answers it gives to a text.
    fileprivate func kind(_ text: String = "Ho so da tiep nhan.", reference: Int64 = 42) async -> String {
        guard let phone = PhoneNumber(vietnamese: "0905 123 456") else { return "no number" }
        return await send(SMSSubmission(reference: reference, to: phone, text: text)).kind
    }
}
