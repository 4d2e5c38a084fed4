import SMPP
import Testing

@Suite("Cutting the stream into PDUs")
struct PDUFramerTests {
    private static let enquiry = hex("00000010 00000015 00000000 00000007")

    private func frames(of chunks: [[UInt8]]) throws -> [[UInt8]] {
        var framer = PDUFramer()
        var frames: [[UInt8]] = []
        for chunk in chunks {
            try framer.append(chunk)
            while let frame = try framer.next() { frames.append(frame) }
        }
        return frames
    }

    @Test("one chunk may hold several PDUs")
    func severalInOneChunk() throws {
        let unbind = hex("00000010 00000006 00000000 00000008")
        #expect(try frames(of: [Self.enquiry + unbind + Self.enquiry]) == [Self.enquiry, unbind, Self.enquiry])
    }

    @Test("a PDU may come octet by octet")
    func octetByOctet() throws {
        #expect(try frames(of: (Self.enquiry + Self.enquiry).map { [$0] }) == [Self.enquiry, Self.enquiry])
    }

    @Test("a PDU that is not whole waits")
    func waits() throws {
        var framer = PDUFramer()
        try framer.append(Self.enquiry.dropLast())
        #expect(try framer.next() == nil)
        #expect(framer.unreadCount == 15)

        try framer.append([7])
        #expect(try framer.next() == Self.enquiry)
        #expect(framer.unreadCount == 0)
    }

    @Test("a length below that of a header is refused at its fourth octet", arguments: [UInt32(0), 4, 15])
    func tooShort(length: UInt32) throws {
        var framer = PDUFramer()
        try framer.append([0, 0, 0])
        #expect(try framer.next() == nil)
        try framer.append([UInt8(length)])
        #expect(throws: FramingError.tooShort(length)) { try framer.next() }
    }

    @Test("a length beyond 64 KiB is refused at its fourth octet", arguments: [UInt32(65_537), 0x7FFF_FFFF, .max])
    func tooLong(length: UInt32) throws {
        var framer = PDUFramer()
        try framer.append([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) })
        #expect(throws: FramingError.tooLong(length)) { try framer.next() }
    }

    @Test("a PDU of exactly 64 KiB passes")
    func longest() throws {
        let longest = hex("00010000 00000015 00000000 00000007") + [UInt8](repeating: 0, count: 65_520)
        #expect(try frames(of: [longest]) == [longest])
    }

    @Test("after an impossible length the stream stays broken")
    func staysBroken() throws {
        var framer = PDUFramer()
        try framer.append(hex("00000000"))
        #expect(throws: FramingError.tooShort(0)) { try framer.next() }
        #expect(throws: FramingError.tooShort(0)) { try framer.append(Self.enquiry) }
        #expect(throws: FramingError.tooShort(0)) { try framer.next() }
    }

    @Test("PDUs before an impossible length are still handed out")
    func handsOutWhatWasWhole() throws {
        var framer = PDUFramer()
        try framer.append(Self.enquiry + hex("00000001"))
        #expect(try framer.next() == Self.enquiry)
        #expect(throws: FramingError.tooShort(1)) { try framer.next() }
    }

    @Test("no more than 1 MiB lies unread")
    func bounded() throws {
        var framer = PDUFramer()
        let half = [UInt8](repeating: 0, count: PDUFramer.maximumUnread / 2)
        try framer.append(half)
        try framer.append(half)
        #expect(throws: FramingError.tooMuchUnread(PDUFramer.maximumUnread)) { try framer.append([0]) }
    }
}
