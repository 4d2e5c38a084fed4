/// Why a typed text is no Vietnamese mobile or landline number (lý do không nhận số điện thoại).
///
/// The raw value is a stable code. It holds nothing of what was typed, so it may be logged.
public enum PhoneRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Nothing was typed, or blanks and signs only.
    case empty
    /// Above 64 scalars: no number is so long.
    case tooLong = "too-long"
    /// Letters, strange signs, or a second number after a slash or comma.
    case notDigits = "not-digits"
    /// The number of another country: a `+` or `00` before anything but 84.
    case foreign
    /// A free or shared-cost number, 1800 or 1900 and 4 to 6 digits, which answers calls only.
    case tollNumber = "toll-number"
    /// 3 to 6 digits, like 113 or 8088: an emergency or service number.
    case shortCode = "short-code"
    /// Neither the `0` nor the country code stands in front, so that a digit may be missing.
    case noTrunkZero = "no-trunk-zero"
    /// A digit is missing or one too many.
    case wrongLength = "wrong-length"
    /// The length of a number, but no operator has its first digits; among them 11 digits from 01 that were never
    /// renumbered in 2018.
    case unassigned
}

extension PhoneRefusal {
    /// The reason for a text that `PhoneNumber.init(vietnamese:)` does not take.
    ///
    /// Source: numbering plan in force since 15 September 2018; toll numbers as sms.md, section 4.
    init(of text: String) {
        guard PhoneNumber.isShortEnough(text) else {
            self = .tooLong
            return
        }
        guard let dialled = PhoneNumber.dialledDigits(text) else {
            self = .notDigits
            return
        }
        self = Self.reason(forDialled: dialled)
    }

    private static func reason(forDialled dialled: String) -> PhoneRefusal {
        let digits = dialled.drop { $0 == "+" }
        if digits.isEmpty { return .empty }
        guard let national = PhoneNumber.nationalDigits(dialled), !dialled.hasPrefix("00") || dialled.hasPrefix("0084")
        else { return withoutTrunkZero(dialled) }
        if (3...6).contains(dialled.count), !dialled.hasPrefix("0"), dialled == digits { return .shortCode }
        if isToll(national.dropFirst()) { return .tollNumber }
        return hasLengthOfItsKind(national) ? .unassigned : .wrongLength
    }

    private static func withoutTrunkZero(_ dialled: String) -> PhoneRefusal {
        if dialled.hasPrefix("+") || dialled.hasPrefix("00") { return .foreign }
        if (3...6).contains(dialled.count) { return .shortCode }
        return isToll(dialled[...]) ? .tollNumber : .noTrunkZero
    }

    /// `^(1800|1900)\d{4,6}$`, without a trunk `0`, which such numbers do not have.
    private static func isToll(_ digits: Substring) -> Bool {
        (digits.hasPrefix("1800") || digits.hasPrefix("1900")) && (8...10).contains(digits.count)
    }

    /// 11 digits from 01 (mobiles until 2018), 10 or 11 from 02 (landlines), 10 from 03 to 09.
    private static func hasLengthOfItsKind(_ national: String) -> Bool {
        if national.hasPrefix("01") { return national.count == 11 }
        return national.count == 10 || national.hasPrefix("02") && national.count == 11
    }
}
