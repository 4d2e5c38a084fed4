/// What may stand in a header (nội dung tiêu đề HTTP).
enum HeaderText {
    /// Whether a text is a header's name (RFC 9110, section 5.1).
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    /// Whether a text may be a header's value: printable ASCII, so that nobody can end the header and begin another.
    static func isValue(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }

    /// Holds a text to what a header takes; with `printableOnly` false only controls are refused.
    static func check(
        _ text: String,
        field: String,
        printableOnly: Bool = true
    ) throws(GatewayDescriptionError) {
        let isGood = printableOnly ? isValue(text) : text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isGood else { throw GatewayDescriptionError(.malformedHeader, field: field) }
    }
}
