/// An organisational unit (đơn vị, bộ phận) that steps are given to.
public struct Unit: Hashable, Sendable {
    /// The name inside the organisation's file, for example `TCKH`.
    public let id: UnitID
    /// The name in Vietnamese.
    public let name: String
    /// The agency it belongs to.
    public let agency: AgencyID
    /// Whether it is a one-stop desk (bộ phận một cửa).
    public let isDesk: Bool
    /// Whether every commune has one; such a unit's name ends in `-X`.
    public let isPerCommune: Bool

    /// Creates a unit.
    public init(id: UnitID, name: String, agency: AgencyID, isDesk: Bool, isPerCommune: Bool) {
        self.id = id
        self.name = name
        self.agency = agency
        self.isDesk = isDesk
        self.isPerCommune = isPerCommune
    }
}

/// A commune or township (xã, thị trấn) of the district.
public struct Commune: Hashable, Sendable {
    /// The name inside the organisation's file, for example `ha-lam`.
    public let id: CommuneID
    /// The name in Vietnamese without its kind, for example `Hà Lam`.
    public let name: String
    /// The kind: `xã`, `thị trấn`, `phường` or `đặc khu`.
    public let kind: String
    /// The identifier code that dossiers received there begin with.
    public let identifierCode: String

    /// Creates a commune.
    public init(id: CommuneID, name: String, kind: String, identifierCode: String) {
        self.id = id
        self.name = name
        self.kind = kind
        self.identifierCode = identifierCode
    }

    /// The kind and the name, for example `thị trấn Hà Lam`.
    public var fullName: String { kind + " " + name }
}

/// One unit at one place (đơn vị tại địa bàn): a per-commune unit together with its commune.
public struct UnitPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The unit.
    public let unit: UnitID
    /// The commune, nil for a unit that exists once.
    public let commune: CommuneID?

    /// Creates a place.
    public init(unit: UnitID, commune: CommuneID?) {
        self.unit = unit
        self.commune = commune
    }

    /// Creates a place from its written form.
    public init(text: String) {
        guard text.utf8.contains(0x40) else {
            // Most are of no commune.
            unit = UnitID(rawValue: text)
            commune = nil
            return
        }
        let parts = text.split(separator: "@", maxSplits: 1)
        unit = UnitID(rawValue: parts.first.map(String.init) ?? "")
        commune = parts.count == 2 ? CommuneID(rawValue: String(parts[1])) : nil
    }

    /// The written form: `TCKH`, or `BPMC-X@ha-lam` for a unit of a commune.
    public var description: String { commune.map { unit.rawValue + "@" + $0.rawValue } ?? unit.rawValue }

    /// Orders places by their written form.
    public static func < (left: UnitPlace, right: UnitPlace) -> Bool { left.description < right.description }
}

/// One agency at one place (cơ quan tại địa bàn).
public struct AgencyPlace: Hashable, Sendable {
    /// The agency.
    public let agency: AgencyID
    /// The commune, nil for an agency that exists once.
    public let commune: CommuneID?

    /// Creates a place.
    public init(agency: AgencyID, commune: CommuneID?) {
        self.agency = agency
        self.commune = commune
    }
}
