/// A text that names one thing of the catalogue and is compared as it stands.
///
/// Each kind of identifier is a type of its own, so that a unit can never be passed where a step is meant.
/// Whether the named thing exists is checked where the text enters, against the catalogue.
public protocol TextIdentifier: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
where RawValue == String, StringLiteralType == String {
    /// Creates the identifier from its text.
    init(rawValue: String)
}

extension TextIdentifier {
    /// Creates the identifier from a text that is part of the program.
    public init(stringLiteral text: String) { self.init(rawValue: text) }

    /// The text itself.
    public var description: String { rawValue }

    /// Orders identifiers by their text.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The national code of a procedure (mã thủ tục hành chính), for example `1.001612`.
public struct ProcedureCode: TextIdentifier {
    /// The code as printed in the catalogue.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a step (bước xử lý) inside one procedure's route, for example `intake`.
public struct StepID: TextIdentifier {
    /// The text as written in the procedure's file.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of an organisational unit (đơn vị, bộ phận), for example `TCKH` or `BPMC-X`.
///
/// Units ending in `-X` exist once in every commune.
public struct UnitID: TextIdentifier {
    /// The text as written in the organisation's file.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of an agency (cơ quan) that keeps one set of office hours, for example `THUE`.
public struct AgencyID: TextIdentifier {
    /// The text as written in the organisation's file.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a commune or township (xã, thị trấn), for example `ha-lam`.
public struct CommuneID: TextIdentifier {
    /// The text as written in the organisation's file.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a regime pack (gói quy định), for example `2018`.
public struct RegimeID: TextIdentifier {
    /// The text as written in the regime's file.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a warning (nấc cảnh báo) inside a ladder, for example `half`.
public struct RungID: TextIdentifier {
    /// The text as written in the regime's file: small letters, digits and hyphens.
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The number of a staff account (tài khoản cán bộ); it never changes and is never given again.
public struct AccountID: Hashable, Comparable, Sendable {
    /// The number, 1 or more.
    public let number: Int64
    /// Creates the identifier from its number.
    public init(number: Int64) { self.number = number }
    /// Orders accounts by age.
    public static func < (left: AccountID, right: AccountID) -> Bool { left.number < right.number }
}

/// The number of a key by which another system signs in (khóa API); it never changes and is never given again.
public struct KeyID: Hashable, Comparable, Sendable {
    /// The number, 1 or more.
    public let number: Int64
    /// Creates the identifier from its number.
    public init(number: Int64) { self.number = number }
    /// Orders keys by age.
    public static func < (left: KeyID, right: KeyID) -> Bool { left.number < right.number }
}
