import DossierEngine
import SMPP
import SMSText
import Testing

@testable import SMSGateways

/// The senders of citizens' texts and receipts, as SMSCs write them.
struct SMPPSenderTests {
    private func inbox(_ kept: SMPPKept, _ adjust: (inout SMPPDescription) -> Void = { _ in }) -> SMPPInbox {
        var description = smppDescription(port: 1)
        adjust(&description)
        return SMPPInbox(description, sinks: kept.sinks(takesTexts: true), log: kept.note)
    }

    @Test(
        "a citizen's number is understood whatever type the SMSC tells",
        arguments: [
            (TypeOfNumber.international, "84905123456", "+84905123456"), (.unknown, "84905123456", "84905123456"),
            (.national, "0905123456", "0905123456"), (.national, "905123456", "0905123456"),
            (.national, "84905123456", "84905123456"), (.international, "0905123456", "0905123456"),
            (.international, "0084905123456", "0084905123456"), (.unknown, "+84905123456", "+84905123456"),
            // No phone of the country: as people write it.
            (.networkSpecific, "8088", "8088"), (.national, "8088", "8088"), (.alphanumeric, "MOTCUA", "MOTCUA"),
            (.international, "33612345678", "+33612345678"), (.unknown, "905123456", "905123456"),
        ]
    )
    func sender(type: TypeOfNumber, value: String, expected: String) async {
        let kept = SMPPKept()
        var message = fromPhone(Array("TC".utf8))
        message.source = SMPPAddress(typeOfNumber: type, numberingPlan: .telephone, value: value)
        #expect(await inbox(kept).take(message) == .kept)
        #expect(kept.texts.map(\.sender) == [expected])
    }

    @Test("a receipt names its phone whatever type the SMSC tells")
    func receipt() async {
        let kept = SMPPKept()
        var receipt = fromPhone(Array("id:1 stat:DELIVRD".utf8))
        receipt.esmClass = .deliveryReceipt
        receipt.source = SMPPAddress(typeOfNumber: .national, numberingPlan: .telephone, value: "905123456")
        #expect(await inbox(kept).take(receipt) == .kept)
        #expect(kept.reports.map { $0.phone?.e164 } == ["+84905123456"])
    }

    @Test("a receipt is known by its parameter in the writing of the answer, where its text has the other writing")
    func bothIDs() async {
        let kept = SMPPKept()
        var receipt = fromPhone(Array("id:162 stat:DELIVRD".utf8))
        receipt.esmClass = .deliveryReceipt
        receipt.optionalParameters.receiptedMessageID = "00A2"
        let decimal = inbox(kept) { $0.messageIDs = .hexadecimalAnswer }
        #expect(await decimal.take(receipt) == .kept)
        #expect(kept.reports.map(\.subject) == [.providerReferences(["162"])])
    }
}
