// SMPP v3.4, section 5.3.1.

/// One optional parameter: its tag and its octets.
public struct TLV: Hashable, Sendable {
    /// The number that says what it is.
    public let tag: TLVTag
    /// The value, at most 65,535 octets.
    public let value: [UInt8]

    /// Creates a parameter.
    public init(_ tag: TLVTag, _ value: [UInt8]) {
        self.tag = tag
        self.value = value
    }
}

/// The optional parameters of one PDU in the order of the wire, unknown ones and repeated ones included.
public struct TLVTable: Hashable, Sendable {
    /// The parameters as they came.
    public var entries: [TLV]

    /// Creates a table, empty if nothing is given.
    public init(_ entries: [TLV] = []) { self.entries = entries }

    /// The value of the first parameter with that tag; setting it replaces all of them, nil removes them.
    public subscript(tag: TLVTag) -> [UInt8]? {
        get { entries.first { $0.tag == tag }?.value }
        set {
            let place = entries.firstIndex { $0.tag == tag } ?? entries.endIndex
            entries.removeAll { $0.tag == tag }
            if let newValue { entries.insert(TLV(tag, newValue), at: min(place, entries.endIndex)) }
        }
    }

    /// Reads parameters up to the end of the PDU.
    ///
    /// - Throws: If the last one is cut off.
    init(reading reader: inout ByteReader) throws(PDUDecodingError.Reason) {
        var entries: [TLV] = []
        // Each turn takes at least four octets, so the length of the PDU bounds the loop.
        while !reader.isAtEnd {
            entries.append(try Self.entry(from: &reader))
        }
        self.entries = entries
    }

    /// Reads parameters up to the end of the PDU or to the first broken one.
    init(readingWhatIsWhole reader: inout ByteReader) {
        var entries: [TLV] = []
        while !reader.isAtEnd {
            // A broken tail is dropped: the id before it is worth more than an error.
            guard let entry = try? Self.entry(from: &reader) else { break }
            entries.append(entry)
        }
        self.entries = entries
    }

    func write(to writer: inout ByteWriter) throws(PDUEncodingError) {
        for entry in entries {
            guard let length = UInt16(exactly: entry.value.count) else {
                throw .tooLong(.optionalParameter, maximum: Int(UInt16.max))
            }
            writer.uint16(entry.tag.rawValue)
            writer.uint16(length)
            writer.octets(entry.value)
        }
    }

    private static func entry(from reader: inout ByteReader) throws(PDUDecodingError.Reason) -> TLV {
        let tag = TLVTag(rawValue: try reader.uint16(.optionalParameter))
        let length = try reader.uint16(.optionalParameter)
        return TLV(tag, try reader.octets(Int(length), .optionalParameter))
    }
}
