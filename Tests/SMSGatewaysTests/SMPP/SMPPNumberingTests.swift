import DossierEngine
import SMPP
import SMPPTestSupport
import SMSGateways
import Testing

/// How addresses are told to an SMSC, also to one that wants other numbers than most.
@Suite(.timeLimit(.minutes(60)))
struct SMPPNumberingTests {
    /// A sender, what is said of receivers, and the types and plans on the wire: the sender's, then the receiver's.
    private static let cases: [(SMPPDescription.Source, SMPPDescription.Numbering, [UInt8])] = [
        (.init(.brandName, "MOTCUA"), .init(), [5, 0, 1, 1]),
        (.init(.shortCode, "8088"), .init(), [3, 0, 1, 1]),
        (.init(.international, "+842353874000"), .init(), [1, 1, 1, 1]),
        (.init(.brandName, "MOTCUA", numbering: .init(plan: 1)), .init(plan: 8), [5, 1, 1, 8]),
        (.init(.shortCode, "8088", numbering: .init(type: 6, plan: 1)), .init(type: 0, plan: 0), [6, 1, 0, 0]),
        (.init(.international, "842353874000", numbering: .init(type: 2)), .init(type: 4, plan: 18), [2, 1, 4, 18]),
    ]

    @Test("addresses have the usual numbers, or those of the description", arguments: cases.indices)
    func submits(_ index: Int) async throws {
        let (source, destination, expected) = Self.cases[index]
        try await FakeSMSC.run { smsc in
            var description = smppDescription(port: smsc.port)
            description.source = source
            description.destination = destination
            try await withSMPP(description) { gateway in
                let answer = await gateway.send(try submission())
                #expect(answer.kind == "accepted")
                let message = try #require(smsc.submits.first)
                let told = [message.source, message.destination].flatMap {
                    [$0.typeOfNumber.rawValue, $0.numberingPlan.rawValue]
                }
                #expect(told == expected)
                #expect(message.destination.value == "84905123456")
            }
        }
    }

    @Test("a bind tells nothing of addresses, or what the description says")
    func binds() async throws {
        let told = SMPPDescription.AddressRange(numbering: .init(type: 3, plan: 8), expression: "^8088$")
        for (range, expected) in [
            (SMPPDescription.AddressRange(), BindRequest(systemID: "motcua", password: smppPassword)),
            (
                told,
                BindRequest(
                    systemID: "motcua",
                    password: smppPassword,
                    typeOfNumber: .networkSpecific,
                    numberingPlan: .national,
                    addressRange: "^8088$"
                )
            ),
        ] {
            try await FakeSMSC.run { smsc in
                var description = smppDescription(port: smsc.port)
                description.addressRange = range
                try await withSMPP(description) { _ in
                    #expect(smsc.received.first?.body == .bind(.transceiver, expected))
                }
            }
        }
    }
}
