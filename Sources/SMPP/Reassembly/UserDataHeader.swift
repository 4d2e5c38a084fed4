// 3GPP TS 23.040, section 9.2.3.24.

/// The header before the text of a part (UDH), and the text behind it.
struct UserDataHeader {
    /// What the part is of a longer text; nil if the header does not say or says something impossible.
    let place: PartPlace?
    /// The octets behind the header.
    let text: [UInt8]

    /// Reads a header; nil if the content is shorter than its header says.
    ///
    /// Elements other than concatenation are passed over; of several concatenations the last holds, as section
    /// 9.2.3.24 asks. A broken element ends the reading.
    init?(leading content: [UInt8]) {
        guard let length = content.first, content.count > Int(length) else { return nil }
        let end = Int(length) + 1
        var place: PartPlace?
        var position = 1
        // Each turn takes at least two of at most 255 octets.
        while position + 2 <= end {
            let identifier = content[position]
            let start = position + 2
            let next = start + Int(content[position + 1])
            guard next <= end else { break }
            place = Self.place(identifier, Array(content[start..<next])) ?? place
            position = next
        }
        self.place = place
        text = Array(content[end...])
    }

    /// Sections 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit reference).
    private static func place(_ identifier: UInt8, _ element: [UInt8]) -> PartPlace? {
        switch (identifier, element.count) {
        case (0x00, 3):
            PartPlace(kind: .header8, reference: UInt16(element[0]), total: element[1], number: element[2])
        case (0x08, 4):
            PartPlace(
                kind: .header16,
                reference: UInt16(element[0]) << 8 | UInt16(element[1]),
                total: element[2],
                number: element[3]
            )
        default: nil
        }
    }
}

/// Which part of which longer text a message is.
struct PartPlace: Hashable, Sendable {
    /// How the place is told; references of different kinds are never the same text.
    enum Kind: Hashable, Sendable {
        /// A user data header with a reference of 8 bits.
        case header8
        /// A user data header with a reference of 16 bits.
        case header16
        /// The optional parameters sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
        case parameters
    }

    let kind: Kind
    let reference: UInt16
    /// The number of parts, 1 to 255.
    let total: UInt8
    /// The number of this part, 1 to the total.
    let number: UInt8

    /// Nil for a number outside its range: such a message is to be taken as whole, as section 9.2.3.24.1 asks.
    init?(kind: Kind, reference: UInt16, total: UInt8, number: UInt8) {
        guard number >= 1, number <= total else { return nil }
        self.kind = kind
        self.reference = reference
        self.total = total
        self.number = number
    }

    /// The place that the optional parameters tell; nil unless all three are there.
    init?(_ parameters: TLVTable) {
        guard
            let reference = parameters.partReference,
            let total = parameters.partTotal,
            let number = parameters.partNumber
        else { return nil }
        self.init(kind: .parameters, reference: reference, total: total, number: number)
    }
}
