import SMPP
import Testing

@Suite("Writing and reading again")
struct RoundTripTests {
    private static let seeds: [UInt64] = [1, 20_220_105, .max]

    @Test("any PDU within its limits comes back as it was", arguments: seeds)
    func roundTrip(seed: UInt64) throws {
        let rounds = ManyPDUs.share(of: 9_000, among: Self.seeds.count)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<rounds {
            let pdu = generator.pdu()
            let octets = try pdu.encoded()
            // Looked at before it is expected, because an expectation costs more than a whole round.
            if try PDU(decoding: octets) != pdu { Issue.record("seed \(seed), round \(round): \(octets)") }
        }
        print("round trips: seed \(seed), \(rounds) PDUs")
    }

    @Test("optional parameters read as they were set")
    func parameters() {
        var table = TLVTable([TLV(TLVTag(rawValue: 0x1400), [1])])
        table.receiptedMessageID = "0A"
        table.messageState = 2
        table.partReference = 0xABCD
        table.partTotal = 3
        table.partNumber = 1
        table.messagePayload = [1, 2, 3]
        table.networkErrorCode = NetworkErrorCode(networkType: 3, code: 0x1234)
        table.userMessageReference = 0x0102
        table.interfaceVersion = 0x34
        table.additionalStatusText = "sai dau so"

        #expect(table.receiptedMessageID == "0A")
        #expect(table.messageState == 2)
        #expect(table.partReference == 0xABCD)
        #expect(table.partTotal == 3)
        #expect(table.partNumber == 1)
        #expect(table.messagePayload == [1, 2, 3])
        #expect(table.networkErrorCode == NetworkErrorCode(networkType: 3, code: 0x1234))
        #expect(table.userMessageReference == 0x0102)
        #expect(table.interfaceVersion == 0x34)
        #expect(table.additionalStatusText == "sai dau so")
        #expect(table.entries.count == 11)
    }

    @Test("setting a parameter replaces all of its tag in the place of the first, nil removes them")
    func replacing() {
        let other = TLV(TLVTag(rawValue: 0x1400), [9])
        var table = TLVTable([TLV(.messageState, [1]), other, TLV(.messageState, [2])])
        table.messageState = 5
        #expect(table.entries == [TLV(.messageState, [5]), other])
        table.messageState = nil
        #expect(table.entries == [other])
    }

    @Test("a value of a wrong length counts as missing")
    func wrongLength() {
        let table = TLVTable([
            TLV(.messageState, []), TLV(.partReference, [1]), TLV(.partTotal, [1, 2]), TLV(.networkErrorCode, [1, 2]),
            TLV(.receiptedMessageID, [0x41]),
        ])
        #expect(table.messageState == nil)
        #expect(table.partReference == nil)
        #expect(table.partTotal == nil)
        #expect(table.networkErrorCode == nil)
        #expect(table.receiptedMessageID == "A")
    }
}
