import SMPP
import Testing

@Suite("Reading receipts")
struct DeliveryReceiptTests {
    private static let standard =
        "id:0000000A sub:001 dlvrd:001 submit date:2201051020 done date:2201051021 "
        + "stat:DELIVRD err:000 text:Moi nhan ket"

    private func message(_ text: String, _ adjust: (inout ShortMessage) -> Void = { _ in }) -> ShortMessage {
        var message = ShortMessage(source: Known.phone, destination: Known.brand, text: Array(text.utf8))
        message.esmClass = .deliveryReceipt
        adjust(&message)
        return message
    }

    @Test("the text form of appendix B is read field by field")
    func standardText() throws {
        let receipt = try #require(DeliveryReceipt(message(Self.standard)))
        #expect(receipt.messageID == "0000000A")
        #expect(receipt.state == .delivered)
        #expect(receipt.errorText == "000")
        #expect(receipt.submitDate == "2201051020")
        #expect(receipt.doneDate == "2201051021")
        #expect(receipt.phone == Known.phone)
        #expect(!receipt.isIntermediate)
        #expect(receipt.networkErrorCode == nil)
    }

    @Test(
        "careless text forms still give id and state",
        arguments: [
            ("ID:7 STAT:UNDELIV ERR:001", "7", ReceiptState.undeliverable),
            ("stat:EXPIRED id:7", "7", .expired),
            ("Id: 7  Stat: delivrd", "7", .delivered),
            ("id:\"7\" stat:'REJECTD'", "7", .rejected),
            ("id : 7 stat : DELETED", "7", .deleted),
            ("  id:7\r\nstat:ENROUTE\r\n", "7", .enroute),
            ("id:7 submit_date:22 donedate:22 stat:ACCEPTED", "7", .accepted),
            ("id:7 sub:001", "7", .unknown),
            ("id:7 stat:", "7", .unknown),
            ("id:7 stat:WHATEVER", "7", .unknown),
            ("id:7 stat:DELIVRD id:8 stat:REJECTD", "7", .delivered),
            ("id:7 stat:DELIVRD text:id:8 stat:REJECTD", "7", .delivered),
            ("text:Ho so id:7 stat:DELIVRD", "7", .delivered),
            ("valid:9 paid:9 id:7 stat:DELIVRD", "7", .delivered),
            ("id:urn:sms:7 stat:DELIVRD", "urn:sms:7", .delivered),
        ]
    )
    func carelessText(text: String, id: String, state: ReceiptState) throws {
        let receipt = try #require(DeliveryReceipt(message(text)))
        #expect(receipt.messageID == id)
        #expect(receipt.state == state)
    }

    @Test("optional parameters hold before the text")
    func parametersFirst() throws {
        let receipt = try #require(
            DeliveryReceipt(
                message(Self.standard) {
                    $0.optionalParameters.receiptedMessageID = "00A1"
                    $0.optionalParameters.messageState = 5
                    $0.optionalParameters.networkErrorCode = NetworkErrorCode(networkType: 3, code: 21)
                }
            )
        )
        #expect(receipt.messageID == "00A1")
        #expect(receipt.state == .undeliverable)
        #expect(receipt.networkErrorCode == NetworkErrorCode(networkType: 3, code: 21))
        #expect(receipt.errorText == "000")
    }

    @Test("what the parameters leave out comes from the text")
    func parametersInPart() throws {
        let idOnly = try #require(
            DeliveryReceipt(message("stat:EXPIRED") { $0.optionalParameters.receiptedMessageID = "A1" })
        )
        #expect(idOnly.messageID == "A1")
        #expect(idOnly.state == .expired)

        let stateOnly = try #require(DeliveryReceipt(message("id:B2") { $0.optionalParameters.messageState = 8 }))
        #expect(stateOnly.messageID == "B2")
        #expect(stateOnly.state == .rejected)

        let strangeState = message("id:B2 stat:DELIVRD") { $0.optionalParameters.messageState = 99 }
        #expect(DeliveryReceipt(strangeState)?.state == .delivered)
    }

    @Test("each number of the state means what section 5.2.28 says, and no other number means anything")
    func stateNumbers() {
        let states: [ReceiptState] = [
            .enroute, .delivered, .expired, .deleted, .undeliverable, .accepted, .unknown, .rejected,
        ]
        for (number, state) in zip(UInt8(1)..., states) {
            let receipt = DeliveryReceipt(message("id:7") { $0.optionalParameters.messageState = number })
            #expect(receipt?.state == state, "\(number)")
        }
        for number in [0, 9, 255] as [UInt8] {
            let receipt = DeliveryReceipt(
                message("id:7 stat:EXPIRED") { $0.optionalParameters.messageState = number }
            )
            #expect(receipt?.state == .expired, "\(number)")
        }
    }

    @Test("a receipt without its mark is known by its parameter")
    func unmarked() {
        let unmarked = message("") {
            $0.esmClass = .ordinary
            $0.optionalParameters.receiptedMessageID = "A1"
            $0.optionalParameters.messageState = 2
        }
        #expect(DeliveryReceipt(unmarked)?.state == .delivered)
    }

    @Test("a citizen's text that looks like a receipt is none")
    func citizenText() {
        #expect(DeliveryReceipt(message(Self.standard) { $0.esmClass = .ordinary }) == nil)
        #expect(DeliveryReceipt(message(Self.standard) { $0.esmClass = .withUserDataHeader }) == nil)
    }

    @Test("a receipt without an id is none")
    func withoutID() {
        #expect(DeliveryReceipt(message("")) == nil)
        #expect(DeliveryReceipt(message("stat:DELIVRD")) == nil)
        #expect(DeliveryReceipt(message("id: stat:DELIVRD")) == nil)
        #expect(DeliveryReceipt(message("id") { $0.optionalParameters.receiptedMessageID = "" }) == nil)
    }

    @Test("an intermediate notification says so")
    func intermediate() {
        let notification = message("id:7 stat:ENROUTE") { $0.esmClass = .intermediateNotification }
        #expect(DeliveryReceipt(notification)?.isIntermediate == true)
    }

    @Test("the text may come in message_payload, in UCS-2 or behind a header")
    func otherPlaces() {
        let payload = message("") { $0.optionalParameters.messagePayload = Array("id:7 stat:DELIVRD".utf8) }
        #expect(DeliveryReceipt(payload)?.messageID == "7")

        let wide = message("") {
            $0.text = "id:7 stat:DELIVRD".utf8.flatMap { [0, $0] }
            $0.dataCoding = .ucs2
        }
        #expect(DeliveryReceipt(wide)?.state == .delivered)

        let headed = message("") {
            $0.esmClass = ESMClass(rawValue: 0x44)
            $0.text = hex("05 00 03 01 01 01 'id:7 stat:DELIVRD'")
        }
        #expect(DeliveryReceipt(headed)?.messageID == "7")
    }

    @Test("only ENROUTE and ACCEPTD promise a further receipt")
    func finality() {
        #expect(ReceiptState.allCases.filter { $0.verdict == .pending } == [.enroute, .accepted])
        #expect(ReceiptState.allCases.filter { $0.verdict == .failed }.count == 4)
        #expect(ReceiptState.unknown.verdict == .uncertain)
    }

    @Test("any octets at all are read without harm")
    func anything() {
        var generator = SeededGenerator(seed: 12)
        let pieces = ["id", ":", "stat", "text:", " ", "submit", "date", "_", "\"", "DELIVRD", "\0", "ê", "err:"]
        for _ in 0..<5_000 {
            let text = (0..<generator.number(below: 20)).map { _ in generator.choice(of: pieces) }.joined()
            _ = DeliveryReceipt(message(text))
            _ = DeliveryReceipt(message("") { $0.text = generator.octets(upTo: 254) })
        }
    }
}
