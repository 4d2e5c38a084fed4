/// What a typed telephone number means for text messages (kết quả đọc số điện thoại), and why if it cannot get any.
///
/// It accepts what `PhoneNumber.init(vietnamese:)` accepts, and says of the rest what is wrong with it.
public enum PhoneReading: Hashable, Sendable {
    /// A mobile number as given out today.
    case mobile(PhoneNumber)
    /// A mobile number of the 11 digits in use until 2018, with its number of today.
    ///
    /// `former` is the old national number, like `01233211806`; who reads the form back should see that it changed.
    case renumbered(PhoneNumber, former: String)
    /// A landline: a valid number that gets no text messages.
    case landline(PhoneNumber)
    /// No number at which a person in Vietnam can get a text message.
    case refused(PhoneRefusal)

    /// Reads a number as clerks type it, in the writings that `PhoneNumber.init(vietnamese:)` lists.
    ///
    /// Never fails: what is wrong is the reading. Looks at 64 scalars at most.
    public init(vietnamese text: String) {
        switch PhoneNumber(vietnamese: text) {
        case nil: self = .refused(PhoneRefusal(of: text))
        case .some(let number) where !number.isMobile: self = .landline(number)
        case .some(let number):
            // The same two steps have just succeeded inside the initializer above.
            let typed = PhoneNumber.dialledDigits(text).flatMap(PhoneNumber.nationalDigits) ?? number.national
            self = typed == number.national ? .mobile(number) : .renumbered(number, former: typed)
        }
    }

    /// The number to which a text message may go; nil if there is none.
    public var mobile: PhoneNumber? {
        switch self {
        case .mobile(let number), .renumbered(let number, former: _): number
        case .landline, .refused: nil
        }
    }

    /// Why no text message can go there, as a stable code like `landline`; nil for a mobile number.
    public var obstacle: String? {
        switch self {
        case .mobile, .renumbered: nil
        case .landline: "landline"
        case .refused(let refusal): refusal.rawValue
        }
    }
}
