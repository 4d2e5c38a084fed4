// SMPP v3.4, sections 5.2.5 and 5.2.6.

/// The type of number of an address; an open set.
public struct TypeOfNumber: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// Takes any number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not told.
    public static let unknown = TypeOfNumber(rawValue: 0)
    /// With the country code, without `+`.
    public static let international = TypeOfNumber(rawValue: 1)
    /// With the trunk `0`.
    public static let national = TypeOfNumber(rawValue: 2)
    /// A short code of the network.
    public static let networkSpecific = TypeOfNumber(rawValue: 3)
    /// A number of the subscriber.
    public static let subscriber = TypeOfNumber(rawValue: 4)
    /// A brand name.
    public static let alphanumeric = TypeOfNumber(rawValue: 5)
    /// An abbreviated number.
    public static let abbreviated = TypeOfNumber(rawValue: 6)
}

/// The numbering plan of an address; an open set.
public struct NumberingPlan: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// Takes any number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not told.
    public static let unknown = NumberingPlan(rawValue: 0)
    /// Telephone numbers (ITU-T E.163, E.164).
    public static let telephone = NumberingPlan(rawValue: 1)
    /// A national plan.
    public static let national = NumberingPlan(rawValue: 8)
    /// A private plan.
    public static let privatePlan = NumberingPlan(rawValue: 9)
}
