// 3GPP TS 23.040, sections 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit reference).

/// The number by which a phone knows the parts of one message (số tham chiếu ghép tin).
///
/// Two messages to one phone at one time must not share it; the narrow kind repeats after 256 messages, the wide one
/// after 65,536 and costs one unit of each part.
public enum ConcatenationReference: Hashable, Sendable {
    /// A reference of one octet, 0 to 255, which every phone understands.
    case eightBit(UInt8)
    /// A reference of two octets, 0 to 65,535.
    case sixteenBit(UInt16)

    /// The width alone, which decides how much of a part is left for its text.
    public var width: Width {
        switch self {
        case .eightBit: .eightBit
        case .sixteenBit: .sixteenBit
        }
    }

    /// The width of a reference (độ rộng số tham chiếu).
    public enum Width: Hashable, Sendable, CaseIterable {
        /// One octet; the header takes 6 octets.
        case eightBit
        /// Two octets; the header takes 7 octets.
        case sixteenBit

        /// The octets that the whole header takes, its own length octet included: 6 or 7.
        public var headerLengthInOctets: Int {
            switch self {
            case .eightBit: 6
            case .sixteenBit: 7
            }
        }
    }
}
