/// A Vietnamese telephone number (số điện thoại), mobile or landline.
///
/// Its description shows the last three digits only, so that it may stand in a log line.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// The number in E.164 form, like `+84905123456`.
    ///
    /// `+84` is followed by 9 digits (mobile) or by 9 to 10 (landline).
    public let e164: String
    /// Whether the number is a mobile one and so can get text messages.
    public let isMobile: Bool

    /// Reads a number as clerks type it; nil if it is no Vietnamese mobile or landline number.
    ///
    /// Blanks of any kind, dots, hyphens, dashes and parentheses are passed over. The number begins with `0`, or with
    /// `+84`, `84` or `0084`, after which the trunk `0` may stand or not. Mobile numbers of the 11 digits in use until
    /// 2018 get their new prefix. Two numbers in one field, extensions and short codes are refused.
    /// Source: numbering plan in force since 15 September 2018; prefixes 052, 055 and 087 unverified.
    public init?(vietnamese text: String) {
        guard let dialled = Self.dialledDigits(text), let national = Self.nationalDigits(dialled) else { return nil }
        let renumbered = Self.renumbered(national)
        if Self.isMobile(renumbered) {
            isMobile = true
        } else if Self.isLandline(renumbered) {
            isMobile = false
        } else {
            return nil
        }
        e164 = "+84" + renumbered.dropFirst()
    }

    /// The number as dialled within Vietnam, like `0905123456`.
    public var national: String { "0" + e164.dropFirst(3) }

    /// The national number with all but its last three digits hidden, like `•••••••456`.
    public var masked: String {
        String(repeating: "•", count: national.count - 3) + national.suffix(3)
    }

    /// The masked number.
    public var description: String { masked }
}
