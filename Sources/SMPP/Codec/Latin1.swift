/// The mapping of octets to the scalars of the same numbers (ISO 8859-1), which loses nothing in either direction.
///
/// The texts of the protocol are ASCII by the specification; peers that send other octets in an id or a name still get
/// their octets back unchanged.
enum Latin1 {
    /// The text whose scalars have the numbers of the octets.
    static func text(_ octets: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for octet in octets {
            scalars.append(Unicode.Scalar(octet))
        }
        return String(scalars)
    }

    /// The octets of a text; nil if a scalar is beyond U+00FF.
    static func octets(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let octet = UInt8(exactly: scalar.value) else { return nil }
            result.append(octet)
        }
        return result
    }
}
