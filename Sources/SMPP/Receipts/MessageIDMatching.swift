// SMPP v3.4, section 5.2.23: an id is opaque, but SMSCs do not keep to one writing of it.

/// How the id in a receipt is compared with the id in the answer to the submit.
///
/// The key of the answer is stored with the message; the key of a receipt is looked up among the stored ones. Two ids
/// belong together if and only if their keys are equal.
public enum MessageIDMatching: String, Sendable, Hashable, CaseIterable {
    /// Octet by octet.
    case exact
    /// Without zeros in front and without regard to case: `00a1` and `A1` are one.
    case ignoringZerosAndCase
    /// The answer writes a number in hexadecimal, the receipt the same number in decimal: `1F` and `31` are one.
    case hexadecimalAnswer
    /// The answer writes a number in decimal, the receipt the same number in hexadecimal: `31` and `1F` are one.
    case hexadecimalReceipt

    /// The digits of an id that is read as a number: 64, the longest id of the specification.
    static let maximumDigits = 64

    /// The key under which the id of an answer is stored; blanks and quotes around the id do not count.
    public func key(ofAnswer messageID: String) -> String {
        switch self {
        case .exact, .ignoringZerosAndCase: textKey(messageID)
        case .hexadecimalAnswer: Self.numberKey(messageID, isHexadecimal: true)
        case .hexadecimalReceipt: Self.numberKey(messageID, isHexadecimal: false)
        }
    }

    /// The key under which the id of a receipt is looked up; blanks and quotes around the id do not count.
    public func key(ofReceipt messageID: String) -> String {
        switch self {
        case .exact, .ignoringZerosAndCase: textKey(messageID)
        case .hexadecimalAnswer: Self.numberKey(messageID, isHexadecimal: false)
        case .hexadecimalReceipt: Self.numberKey(messageID, isHexadecimal: true)
        }
    }

    /// The key under which a receipt is looked up, whichever writing of the id stands where in it.
    ///
    /// The parameter receipted_message_id may have the id as the answer wrote it, although the text writes it
    /// otherwise: if both are one number so, that is meant.
    public func key(of receipt: DeliveryReceipt) -> String {
        let known = key(ofAnswer: receipt.messageID)
        if let textID = receipt.textID, key(ofReceipt: textID) == known { return known }
        return key(ofReceipt: receipt.messageID)
    }

    private func textKey(_ messageID: String) -> String {
        let id = Self.trimmed(messageID)
        return self == .exact ? id : Self.withoutZeros(id.uppercased())
    }

    /// An id that is no such number keeps its text, marked, so that it can never equal a number.
    private static func numberKey(_ messageID: String, isHexadecimal: Bool) -> String {
        let id = trimmed(messageID)
        return decimalDigits(id, radix: isHexadecimal ? 16 : 10) ?? "=" + id
    }

    /// The number in decimal without zeros in front; nil for what is no number of at most 64 digits.
    private static func decimalDigits(_ id: String, radix: Int) -> String? {
        let lower = id.lowercased()
        let digits = radix == 16 && lower.hasPrefix("0x") ? String(lower.dropFirst(2)) : lower
        guard (1...maximumDigits).contains(digits.utf8.count) else { return nil }
        // Decimal digits with the lowest first; ids may be longer than any integer type.
        var number: [Int] = [0]
        for octet in digits.utf8 {
            guard let digit = digitValue(octet), digit < radix else { return nil }
            var carry = digit
            for index in number.indices {
                carry += number[index] * radix
                number[index] = carry % 10
                carry /= 10
            }
            while carry > 0 {
                number.append(carry % 10)
                carry /= 10
            }
        }
        return number.reversed().map { String($0) }.joined()
    }

    private static func digitValue(_ octet: UInt8) -> Int? {
        switch octet {
        case 0x30...0x39: Int(octet) - 0x30
        case 0x61...0x66: Int(octet) - 0x61 + 10
        default: nil
        }
    }

    private static func withoutZeros(_ id: String) -> String {
        let rest = id.drop { $0 == "0" }
        return rest.isEmpty && !id.isEmpty ? "0" : String(rest)
    }

    private static func trimmed(_ id: String) -> String {
        let padding: Set<Unicode.Scalar> = [" ", "\t", "\"", "'", "\0"]
        var rest = id.unicodeScalars.drop { padding.contains($0) }
        while let last = rest.last, padding.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
