import SMPP
import Testing

@Suite("Reading PDUs that are not quite right")
struct DecodingTests {
    /// A deliver_sm up to its sm_length.
    private static let upToLength =
        "00000005 00000000 00000007 00 01 01 '8' 00 03 00 '8' 00 00 00 00 00 00 00 00 00 00 "

    private func body(_ text: String) throws -> PDU.Body {
        try PDU(decoding: framed(text)).body
    }

    private func reason(_ octets: [UInt8]) -> PDUDecodingError.Reason? {
        do throws(PDUDecodingError) {
            _ = try PDU(decoding: octets)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("a submit response may leave the NUL of its id out")
    func unterminatedID() throws {
        let expected = PDU.Body.submitResponse(MessageResponse(messageID: "0000000A"))
        #expect(try body("80000004 00000000 00000005 '0000000A'") == expected)
    }

    @Test("the id of a submit response survives broken optional parameters")
    func brokenTail() throws {
        let expected = PDU.Body.submitResponse(
            MessageResponse(messageID: "A", optionalParameters: TLVTable([TLV(.interfaceVersion, [0x34])]))
        )
        #expect(try body("80000004 00000000 00000005 'A' 00 0210 0001 34 0427 0009 02") == expected)
    }

    @Test("an id of 64 octets and a longer one are kept")
    func longIDs() throws {
        for length in [64, 65, 200] {
            let id = String(repeating: "9", count: length)
            #expect(
                try body("80000004 00000000 00000005 '\(id)' 00") == .submitResponse(MessageResponse(messageID: id))
            )
        }
    }

    @Test("octets behind a PDU without a body are passed over")
    func superfluousOctets() throws {
        #expect(try body("00000015 00000000 0000000E 00") == .enquireLink)
        #expect(try body("80000000 00000003 0000000F 'x'") == .genericNack)
    }

    @Test("unknown kinds and optional parameters are kept")
    func unknownParts() throws {
        #expect(
            try body("80000021 00000000 00000010 FF") == .unknown(CommandID(rawValue: 0x8000_0021), [0xFF])
        )
        let deliver = try body(
            Self.upToLength + "00 1400 0001 07 1400 0000"
        )
        guard case .deliver(let message) = deliver else {
            Issue.record("no deliver_sm")
            return
        }
        let tag = TLVTag(rawValue: 0x1400)
        #expect(message.optionalParameters.entries == [TLV(tag, [7]), TLV(tag, [])])
        #expect(message.optionalParameters[tag] == [7])
    }

    @Test("octets beyond ASCII in an id come back as they were")
    func foreignOctets() throws {
        let octets = framed("80000004 00000000 00000005 FF 80 41 00")
        #expect(try PDU(decoding: octets).encoded() == octets)
    }

    @Test(
        "a request that is cut off or too long is refused with its field",
        arguments: [
            ("00000005 00000000 00000007", PDUDecodingError.Reason.unterminated(.serviceType)),
            ("00000005 00000000 00000007 'ABCDEF' 00", .tooLong(.serviceType)),
            ("00000005 00000000 00000007 00 01", .truncated(.numberingPlan)),
            ("00000005 00000000 00000007 00 01 01 '849'", .unterminated(.sourceAddress)),
            (upToLength + "05 41", .truncated(.shortMessage)),
            (upToLength + "FF", .tooLong(.shortMessage)),
            (upToLength + "00 0424 0005 41", .truncated(.optionalParameter)),
            (upToLength + "00 04", .truncated(.optionalParameter)),
            ("00000009 00000000 00000001 'motcua' 00 'too-long-a-password' 00", .tooLong(.password)),
        ]
    )
    func refuses(text: String, expected: PDUDecodingError.Reason) {
        #expect(reason(framed(text)) == expected)
    }

    @Test("an error in the body still names the header")
    func headerOfBroken() throws {
        let error = #expect(throws: PDUDecodingError.self) {
            try PDU(decoding: framed("00000005 00000000 00000007"))
        }
        #expect(error?.header == PDUHeader(commandID: .deliver, status: .ok, sequenceNumber: 7))
    }

    @Test("fewer octets than a header, or another length than announced, are refused")
    func wrongLengths() {
        #expect(reason([]) == .truncated(.commandLength))
        #expect(reason(hex("00000010 00000015 00000000 000000")) == .truncated(.sequenceNumber))
        #expect(reason(hex("00000011 00000015 00000000 00000001")) == .wrongLength(0x11))
    }

    @Test("fields that are too long or not writable are refused when written")
    func unwritable() {
        var message = Known.message()
        message.text = [UInt8](repeating: 0x41, count: 255)
        #expect(throws: PDUEncodingError.tooLong(.shortMessage, maximum: 254)) {
            try PDU(.submit(message), sequenceNumber: 1).encoded()
        }

        message = Known.message()
        message.destination.value = String(repeating: "9", count: 21)
        #expect(throws: PDUEncodingError.tooLong(.destinationAddress, maximum: 20)) {
            try PDU(.submit(message), sequenceNumber: 1).encoded()
        }

        message = Known.message()
        message.source.value = "MỘT CỬA"
        #expect(throws: PDUEncodingError.notEncodable(.sourceAddress)) {
            try PDU(.submit(message), sequenceNumber: 1).encoded()
        }

        message = Known.message()
        message.optionalParameters.messagePayload = [UInt8](repeating: 0, count: 65_535)
        #expect(throws: PDUEncodingError.self) { try PDU(.submit(message), sequenceNumber: 1).encoded() }
    }

    @Test("a bind shows no password in its description")
    func hidesPassword() {
        let request = BindRequest(systemID: "motcua", password: "bi-mat")
        #expect(!"\(request) \(String(reflecting: PDU.Body.bind(.transceiver, request)))".contains("bi-mat"))
        #expect(!"\(Outbind(systemID: "SMSC", password: "bi-mat"))".contains("bi-mat"))
    }
}
