import SMPP
import Testing

@Suite("Putting long texts together")
struct TextReassemblyTests {
    private static let text = "Tra cứu hồ sơ số 000.00.01.H29-261122-0001 của Nguyễn Văn A, bao giờ có kết quả? 😀"

    private func at(_ milliseconds: Int64) -> SessionInstant { SessionInstant(milliseconds: milliseconds) }

    private func part(_ header: String, _ octets: [UInt8], _ dataCoding: DataCoding = .ucs2) -> ShortMessage {
        var message = Known.fromPhone(hex(header) + octets, dataCoding)
        message.esmClass = .withUserDataHeader
        return message
    }

    /// The text in parts of so many octets, with headers of 8-bit or 16-bit references.
    private func parts(octets size: Int, wide: Bool = false) -> [ShortMessage] {
        let octets = Self.text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let chunks = stride(from: 0, to: octets.count, by: size).map {
            Array(octets[$0..<min($0 + size, octets.count)])
        }
        return chunks.enumerated().map { index, chunk in
            let place = [UInt8(chunks.count), UInt8(index + 1)]
            return part("", (wide ? hex("06 08 04 12 34") : hex("05 00 03 42")) + place + chunk)
        }
    }

    private func complete(_ events: [TextReassembly.Event]) -> [String?] {
        events.compactMap { event -> String?? in
            guard case .complete(let text) = event else { return nil }
            return .some(text.text())
        }
    }

    private func incomplete(_ events: [TextReassembly.Event]) -> [String?] {
        events.compactMap { event -> String?? in
            guard case .incomplete(let text) = event else { return nil }
            return .some(text.text())
        }
    }

    @Test("a whole text passes at once")
    func single() {
        var reassembly = TextReassembly()
        let events = reassembly.add(Known.fromPhone(Array("TC H29-0001".utf8)), at: at(0))
        #expect(complete(events) == ["TC H29-0001"])
        #expect(reassembly.unfinishedCount == 0)
    }

    @Test(
        "parts come in any order, cut anywhere, with either reference",
        arguments: [33, 40, 132, 134],
        [true, false]
    )
    func anyOrder(size: Int, wide: Bool) {
        var generator = SeededGenerator(seed: UInt64(size))
        for _ in 0..<20 {
            var reassembly = TextReassembly()
            var events: [TextReassembly.Event] = []
            for part in parts(octets: size, wide: wide).shuffled(using: &generator) {
                events += reassembly.add(part, at: at(0))
            }
            #expect(complete(events) == [Self.text])
            #expect(events.count == 1)
            #expect(reassembly.unfinishedCount == 0)
        }
    }

    @Test("a part that comes twice counts once, also after the text was finished")
    func duplicates() {
        var reassembly = TextReassembly()
        let parts = parts(octets: 80)
        #expect(parts.count == 3)
        #expect(reassembly.add(parts[2], at: at(0)) == [])
        #expect(reassembly.add(parts[2], at: at(1)) == [.duplicate])
        #expect(reassembly.add(parts[0], at: at(2)) == [])
        #expect(complete(reassembly.add(parts[1], at: at(3))) == [Self.text])
        #expect(reassembly.add(parts[1], at: at(4)) == [.duplicate])
        #expect(reassembly.unfinishedCount == 0)
    }

    @Test("a reference that is used anew begins a new text")
    func referenceUsedAnew() {
        var reassembly = TextReassembly()
        _ = reassembly.add(part("05 00 03 42 02 01", Array("cu ".utf8), .smscDefault), at: at(0))
        let events = reassembly.add(part("05 00 03 42 02 01", Array("moi ".utf8), .smscDefault), at: at(1))
        #expect(incomplete(events) == ["cu …"])
        let last = reassembly.add(part("05 00 03 42 02 02", Array("het".utf8), .smscDefault), at: at(2))
        #expect(complete(last) == ["moi het"])
    }

    @Test("a finished text does not swallow the parts of a new one with its reference")
    func newTextAfterFinished() {
        var reassembly = TextReassembly()
        _ = reassembly.add(part("05 00 03 42 02 01", Array("mot ".utf8), .smscDefault), at: at(0))
        _ = reassembly.add(part("05 00 03 42 02 02", Array("het".utf8), .smscDefault), at: at(0))
        #expect(reassembly.add(part("05 00 03 42 02 01", Array("hai ".utf8), .smscDefault), at: at(1)) == [])
        // The last part is the same as that of the finished text.
        let events = reassembly.add(part("05 00 03 42 02 02", Array("het".utf8), .smscDefault), at: at(2))
        #expect(complete(events) == ["hai het"])
    }

    @Test("a finished text that is sent word for word again is no duplicate once its time is over")
    func sameTextLater() {
        var reassembly = TextReassembly(timeoutMilliseconds: 1_000)
        let parts = parts(octets: 80)
        let begins: [Int64] = [0, 1_000, 2_500]
        for begin in begins {
            let events = parts.map { reassembly.add($0, at: at(begin)) }
            #expect(events.prefix(2) == [[], []])
            #expect(complete(events[2]) == [Self.text])
            #expect(reassembly.add(parts[0], at: at(begin + 999)) == [.duplicate])
        }
    }

    @Test("texts of different phones, numbers, references and kinds are kept apart")
    func keys() {
        var reassembly = TextReassembly()
        var other = part("05 00 03 42 02 02", [0, 0x41])
        other.source.value = "84905123457"
        var elsewhere = part("05 00 03 42 02 02", [0, 0x41])
        elsewhere.destination.value = "8099"
        let strangers = [
            other, elsewhere, part("05 00 03 43 02 02", [0, 0x41]), part("05 00 03 42 03 02", [0, 0x41]),
            part("06 08 04 00 42 02 02", [0, 0x41]), part("06 08 04 01 42 02 02", [0, 0x41]),
            part("06 08 04 00 43 02 02", [0, 0x41]), sarPart(reference: 0x42, total: 2, number: 2),
        ]
        #expect(reassembly.add(part("05 00 03 42 02 01", [0, 0x41]), at: at(0)) == [])
        for stranger in strangers { #expect(reassembly.add(stranger, at: at(0)) == []) }
        #expect(reassembly.unfinishedCount == 9)
    }

    private func sarPart(reference: UInt16, total: UInt8, number: UInt8, _ text: String = "A") -> ShortMessage {
        var message = Known.fromPhone(Array(text.utf8))
        message.optionalParameters.partReference = reference
        message.optionalParameters.partTotal = total
        message.optionalParameters.partNumber = number
        return message
    }

    @Test("parts may be told by optional parameters and come in message_payload")
    func parameters() {
        var reassembly = TextReassembly()
        var second = sarPart(reference: 7, total: 2, number: 2)
        second.text = []
        second.optionalParameters.messagePayload = Array("hai".utf8)
        #expect(reassembly.add(second, at: at(0)) == [])
        let events = reassembly.add(sarPart(reference: 7, total: 2, number: 1, "mot "), at: at(0))
        #expect(complete(events) == ["mot hai"])
    }

    @Test(
        "other elements of the header are passed over",
        arguments: ["0B 05 04 1582 0000 00 03 42 01 01", "09 24 01 00 70 02 AA BB 01 00", "00"]
    )
    func otherElements(header: String) {
        var reassembly = TextReassembly()
        let events = reassembly.add(part(header, Array("TC".utf8), .smscDefault), at: at(0))
        #expect(complete(events) == ["TC"])
    }

    @Test("concatenation behind another element is found")
    func laterElement() {
        var reassembly = TextReassembly()
        let first = part("0A 24 01 00 70 00 00 03 42 02 01", Array("mot ".utf8), .smscDefault)
        #expect(reassembly.add(first, at: at(0)) == [])
        let events = reassembly.add(part("05 00 03 42 02 02", Array("hai".utf8), .smscDefault), at: at(0))
        #expect(complete(events) == ["mot hai"])
    }

    @Test(
        "an impossible place makes a whole text",
        arguments: ["05 00 03 42 00 00", "05 00 03 42 02 00", "05 00 03 42 02 03", "05 00 02 42 02 01", "03 00 03 42"]
    )
    func impossiblePlace(header: String) {
        var reassembly = TextReassembly()
        let events = reassembly.add(part(header, Array("TC".utf8), .smscDefault), at: at(0))
        #expect(complete(events) == ["TC"])
    }

    @Test("a header that is longer than its message is read as text")
    func headerTooLong() {
        var reassembly = TextReassembly()
        let events = reassembly.add(part("", hex("FF 41 42"), .latin1), at: at(0))
        #expect(complete(events) == ["ÿAB"])
        #expect(complete(reassembly.add(part("", [], .latin1), at: at(0))) == [""])
    }

    @Test("an escape pair cut between two parts is one character")
    func cutEscape() {
        var reassembly = TextReassembly()
        _ = reassembly.add(part("05 00 03 42 02 01", hex("41 1B"), .smscDefault), at: at(0))
        let events = reassembly.add(part("05 00 03 42 02 02", hex("65 42"), .smscDefault), at: at(0))
        #expect(complete(events) == ["A€B"])
    }

    @Test("parts of different alphabets are read each in its own")
    func mixedAlphabets() {
        var reassembly = TextReassembly()
        _ = reassembly.add(part("05 00 03 42 02 01", Array("A ".utf8), .smscDefault), at: at(0))
        let events = reassembly.add(part("05 00 03 42 02 02", hex("0110"), .ucs2), at: at(0))
        #expect(complete(events) == ["A Đ"])
    }

    @Test("binary contents come through, but not as text")
    func binary() {
        var reassembly = TextReassembly()
        let events = reassembly.add(Known.fromPhone([1, 2], DataCoding(rawValue: 0x04)), at: at(0))
        guard case .complete(let text) = events.first else {
            Issue.record("nothing complete")
            return
        }
        #expect(text.text() == nil)
        #expect(text.parts.map(\.octets) == [[1, 2]])
    }

    @Test("after the time-out the parts are handed out with marks for what is missing")
    func timesOut() {
        var reassembly = TextReassembly(timeoutMilliseconds: 1_000)
        _ = reassembly.add(part("05 00 03 42 05 02", Array("hai".utf8), .smscDefault), at: at(0))
        _ = reassembly.add(part("05 00 03 42 05 04", Array("bon".utf8), .smscDefault), at: at(500))
        #expect(reassembly.expire(at: at(999)) == [])
        #expect(incomplete(reassembly.expire(at: at(1_000))) == ["…hai…bon…"])
        #expect(reassembly.expire(at: at(2_000)) == [])
    }

    @Test("a further unfinished text gives up the oldest")
    func bounded() {
        var reassembly = TextReassembly(unfinishedLimit: 3)
        var events: [TextReassembly.Event] = []
        for reference in 1...5 {
            let octets = [5, 0, 3, UInt8(reference), 2, 1] + Array("\(reference)".utf8)
            events += reassembly.add(part("", octets, .smscDefault), at: at(0))
            #expect(reassembly.unfinishedCount <= 3)
        }
        #expect(incomplete(events) == ["1…", "2…"])
        #expect(incomplete(reassembly.abandon()) == ["3…", "4…", "5…"])
    }

    @Test("unfinished texts hold no more than 16 MiB together")
    func boundedMemory() {
        var reassembly = TextReassembly(unfinishedLimit: 10_000)
        var given = 0
        for reference in UInt16(0)..<300 {
            var message = sarPart(reference: reference, total: 2, number: 1)
            message.text = []
            message.optionalParameters.messagePayload = [UInt8](repeating: 0x41, count: 65_000)
            given += incomplete(reassembly.add(message, at: at(0))).count
        }
        #expect(reassembly.unfinishedCount == TextReassembly.maximumOctets / 65_000)
        #expect(given == 300 - reassembly.unfinishedCount)
    }

    @Test("finished texts count in the 16 MiB, too, and are forgotten before an unfinished one is given up")
    func boundedMemoryOfFinished() {
        var reassembly = TextReassembly()
        func large(_ reference: UInt16, _ number: UInt8) -> ShortMessage {
            var message = sarPart(reference: reference, total: 2, number: number)
            message.text = []
            message.optionalParameters.messagePayload = [UInt8](repeating: 0x41, count: 65_000)
            return message
        }
        #expect(reassembly.add(large(1_000, 1), at: at(0)) == [])
        for reference in UInt16(0)..<200 {
            #expect(reassembly.add(large(reference, 1), at: at(0)) == [])
            #expect(reassembly.add(large(reference, 2), at: at(0)).count == 1)
        }
        #expect(reassembly.unfinishedCount == 1)

        // Two parts of each, and the one that is unfinished.
        let kept = UInt16((TextReassembly.maximumOctets - 65_000) / 130_000)
        #expect(reassembly.add(large(199, 1), at: at(1)) == [.duplicate])
        #expect(reassembly.add(large(200 - kept, 1), at: at(1)) == [.duplicate])
        #expect(reassembly.add(large(199 - kept, 1), at: at(1)) == [])
        #expect(reassembly.unfinishedCount == 2)
    }

    @Test("255 parts make a text")
    func mostParts() {
        var reassembly = TextReassembly()
        var events: [TextReassembly.Event] = []
        for number in (UInt8(1)...255).reversed() {
            events += reassembly.add(part("", [5, 0, 3, 9, 255, number, 0x61], .smscDefault), at: at(0))
        }
        #expect(complete(events) == [String(repeating: "a", count: 255)])
    }
}
