// 3GPP TS 23.040, sections 9.2.3.24 (user data header), 9.2.3.24.1 and 9.2.3.24.8 (concatenation elements).

/// What stands before the text of one part of a longer message (tiêu đề ghép tin, UDH).
///
/// As octets `05 00 03 rr nn ii` with an 8-bit reference, `06 08 04 rr rr nn ii` with a 16-bit one: reference, number
/// of parts, place of this part.
public struct ConcatenationHeader: Hashable, Sendable {
    /// The most parts that a header can count, because it counts them in one octet.
    public static let maximumParts = 255

    /// The number that all parts of the message share.
    public let reference: ConcatenationReference
    /// The number of parts of the message, 1 to 255.
    public let partCount: UInt8
    /// The place of this part, 1 to `partCount`.
    public let place: UInt8

    /// Creates a header; nil unless `place` lies within 1 to `partCount`, as no phone could put such a part in place.
    public init?(reference: ConcatenationReference, partCount: UInt8, place: UInt8) {
        guard place >= 1, place <= partCount else { return nil }
        self.reference = reference
        self.partCount = partCount
        self.place = place
    }

    /// The header as it travels: 6 octets with an 8-bit reference, 7 with a 16-bit one.
    public var octets: [UInt8] {
        switch reference {
        case .eightBit(let number):
            [0x05, 0x00, 0x03, number, partCount, place]
        case .sixteenBit(let number):
            [0x06, 0x08, 0x04, UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
                + [partCount, place]
        }
    }
}

extension ConcatenationHeader {
    /// Reads the header at the front of the user data of a received part; nil if it does not say how parts join.
    ///
    /// Other elements, like port numbers, are passed over; of several concatenation elements the last one counts, as
    /// the specification says, and one that contradicts itself counts as absent. Source: 3GPP TS 23.040, 9.2.3.24.
    ///
    /// - Parameter userData: The header with its length octet, and what follows it; any octets are allowed.
    public init?(userData: [UInt8]) {
        guard let length = userData.first, userData.count > Int(length) else { return nil }
        let elements = userData[1..<(1 + Int(length))]
        var found: ConcatenationHeader?
        var index = elements.startIndex
        // Each round passes over two octets at least.
        while index + 1 < elements.endIndex {
            let start = index + 2
            let end = start + Int(elements[index + 1])
            guard end <= elements.endIndex else { break }
            found = Self.header(ofElement: elements[index], Array(elements[start..<end])) ?? found
            index = end
        }
        guard let found else { return nil }
        self = found
    }

    private static func header(ofElement identifier: UInt8, _ content: [UInt8]) -> ConcatenationHeader? {
        switch (identifier, content.count) {
        case (0x00, 3):
            ConcatenationHeader(reference: .eightBit(content[0]), partCount: content[1], place: content[2])
        case (0x08, 4):
            ConcatenationHeader(
                reference: .sixteenBit(UInt16(content[0]) << 8 | UInt16(content[1])),
                partCount: content[2],
                place: content[3]
            )
        default: nil
        }
    }
}
