// SMPP v3.4, sections 5.2.5 and 5.2.6; the pairs are those that most operators ask for.

extension SMPPAddress {
    /// The sender of a brand name (tên định danh, brandname), such as `MOTCUA-DN`: type 5, plan 0.
    ///
    /// Shape: 1 to 11 visible ASCII characters, spaces only inside. Source: 3GPP TS 23.040, section 9.1.2.5 (11
    /// characters of 7 bits).
    ///
    /// - Parameter name: The name as registered with the operators.
    /// - Returns: Nil for any other text.
    public static func brandName(_ name: String) -> SMPPAddress? {
        let octets = Array(name.utf8)
        guard
            (1...11).contains(octets.count), octets.allSatisfy({ (0x20...0x7E).contains($0) }),
            octets.first != 0x20, octets.last != 0x20
        else { return nil }
        return SMPPAddress(typeOfNumber: .alphanumeric, numberingPlan: .unknown, value: name)
    }

    /// The sender of a short code (đầu số), such as `8088`: type 3, plan 0.
    ///
    /// - Parameter digits: 3 to 8 digits.
    /// - Returns: Nil for any other text.
    public static func shortCode(_ digits: String) -> SMPPAddress? {
        guard shortCodeLengths.contains(digits.utf8.count), isDigits(digits) else { return nil }
        return SMPPAddress(typeOfNumber: .networkSpecific, numberingPlan: .unknown, value: digits)
    }

    /// An international number, such as `+84905123456`: type 1, plan 1, without the `+` on the wire.
    ///
    /// - Parameter e164: 7 to 15 digits, a `+` before them or not (ITU-T E.164).
    /// - Returns: Nil for any other text.
    public static func international(_ e164: String) -> SMPPAddress? {
        let digits = e164.hasPrefix("+") ? String(e164.dropFirst()) : e164
        guard (7...15).contains(digits.utf8.count), isDigits(digits), !digits.hasPrefix("0") else { return nil }
        return SMPPAddress(typeOfNumber: .international, numberingPlan: .telephone, value: digits)
    }

    /// The address in the form in which people write it: `+84905123456`, `8088`, `MOTCUA-DN`.
    ///
    /// International numbers get one `+` whether the wire had it or not. Short codes never have one: some peers send a
    /// short code as an international number, even with the `+`. Everything else stays as it came.
    public var written: String {
        let digits = value.hasPrefix("+") ? String(value.dropFirst()) : value
        guard Self.isDigits(digits), typeOfNumber != .alphanumeric else { return value }
        if digits.utf8.count <= Self.shortCodeLengths.upperBound { return digits }
        let isInternational = typeOfNumber == .international || digits.utf8.count < value.utf8.count
        return isInternational ? "+" + digits : digits
    }

    private static let shortCodeLengths = 3...8

    private static func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
