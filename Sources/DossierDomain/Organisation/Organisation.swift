/// The agencies, units and communes (cơ quan, đơn vị, xã) that one installation serves.
public struct Organisation: Sendable {
    /// The version, 1 or more.
    public let version: Int
    /// The name in Vietnamese, for example `Huyện Thăng Bình`.
    public let name: String
    /// The name as the sender of short texts writes it, without accents.
    public let shortName: String
    /// The agencies by name.
    public let agencies: [AgencyID: Agency]
    /// The units by name.
    public let units: [UnitID: Unit]
    /// The communes in written order.
    public let communes: [Commune]
    /// The commune meant where nobody named one: the district's own town.
    public let defaultCommune: CommuneID
    /// Agencies, units and communes of earlier versions that are no more: dossiers that have ended still name them.
    public private(set) var former = FormerPlaces()
    /// The desk that may register every procedure, and has imported dossiers of which no commune's desk is named.
    public let districtDesk: UnitID

    /// Creates an organisation.
    ///
    /// - Throws: ``OrganisationDefect`` if a unit names an agency that does not exist, a name stands twice, or
    ///   the default commune or the district desk does not exist.
    public init(
        version: Int,
        name: String,
        shortName: String,
        agencies: [Agency],
        units: [Unit],
        communes: [Commune],
        defaultCommune: CommuneID,
        districtDesk: UnitID
    ) throws(OrganisationDefect) {
        self.version = version
        self.name = name
        self.shortName = shortName
        self.communes = communes
        self.defaultCommune = defaultCommune
        self.districtDesk = districtDesk
        var agencyTable: [AgencyID: Agency] = [:]
        for agency in agencies {
            let previous = agencyTable.updateValue(agency, forKey: agency.id)
            guard previous == nil else { throw .duplicate(agency.id.rawValue) }
        }
        var unitTable: [UnitID: Unit] = [:]
        for unit in units {
            guard agencyTable[unit.agency] != nil else { throw .unknownAgency(unit.id, unit.agency) }
            guard unitTable.updateValue(unit, forKey: unit.id) == nil else { throw .duplicate(unit.id.rawValue) }
        }
        self.agencies = agencyTable
        self.units = unitTable
        var seen: Set<CommuneID> = []
        for commune in communes where !seen.insert(commune.id).inserted { throw .duplicate(commune.id.rawValue) }
        guard seen.contains(defaultCommune) else { throw .unknownCommune(defaultCommune) }
        guard unitTable[districtDesk]?.isDesk == true else { throw .unknownDesk(districtDesk) }
    }

    /// This organisation with what an earlier one had beside it (cơ cấu tổ chức trước đây).
    ///
    /// What is remembered already stays as it is: of several earlier versions the latest is given first.
    public func remembering(_ earlier: Organisation) -> Organisation {
        var organisation = self
        for (id, unit) in earlier.units where units[id] == nil && former.units[id] == nil {
            organisation.former.units[id] = unit
        }
        for (id, agency) in earlier.agencies where agencies[id] == nil && former.agencies[id] == nil {
            organisation.former.agencies[id] = agency
        }
        for place in earlier.communes where commune(place.id) == nil && former.communes[place.id] == nil {
            organisation.former.communes[place.id] = place
        }
        return organisation
    }

    /// The agency by whose hours a unit works, or worked while there was that unit; nil if it is unknown.
    public func agencyOfWork(of unit: UnitID) -> AgencyID? { (units[unit] ?? former.units[unit])?.agency }

    /// The commune of that name, nil if there is none.
    public func commune(_ id: CommuneID) -> Commune? { communes.first { $0.id == id } }

    /// Whether there is that unit at that place, in its commune if it has one in each.
    public func has(_ place: UnitPlace) -> Bool {
        guard let unit = units[place.unit], unit.isPerCommune == (place.commune != nil) else { return false }
        return place.commune.map { commune($0) != nil } ?? true
    }

    /// The place where a unit's work for a dossier of that commune is done.
    public func place(of unit: UnitID, commune: CommuneID) -> UnitPlace {
        UnitPlace(unit: unit, commune: units[unit]?.isPerCommune == true ? commune : nil)
    }

    /// The agency that a unit belongs to at its place; nil if the unit is unknown.
    public func agency(of place: UnitPlace) -> AgencyPlace? {
        units[place.unit].map { AgencyPlace(agency: $0.agency, commune: place.commune) }
    }

    /// Whether the unit is a one-stop desk.
    public func isDesk(_ unit: UnitID) -> Bool { units[unit]?.isDesk == true }

    /// Whether the unit is a one-stop desk, or was one while there was that unit.
    public func isOrWasDesk(_ unit: UnitID) -> Bool { (units[unit] ?? former.units[unit])?.isDesk == true }

    /// The name shown for a unit at its place, in Vietnamese: that of the agency, with the commune where it has one.
    public func displayName(of place: UnitPlace) -> String {
        guard let unit = units[place.unit] ?? former.units[place.unit] else { return place.unit.rawValue }
        guard let id = place.commune, let commune = commune(id) ?? former.communes[id] else { return unit.name }
        return unit.name + " (" + commune.fullName + ")"
    }

    /// Every identifier code that dossier codes can begin with, in order.
    public var identifierCodes: [String] {
        let own = agencies.values.compactMap(\.identifierCode) + communes.compactMap(\.identifierCode)
        return Set(own).sorted()
    }

    /// The identifier code (mã định danh) that dossiers received at a place begin with; nil if it has none.
    public func identifierCode(of place: UnitPlace) -> String? {
        if let id = place.commune { return commune(id)?.identifierCode }
        return units[place.unit].flatMap { agencies[$0.agency]?.identifierCode }
    }
}

/// What earlier versions of an organisation had and the present one has not (đơn vị cũ không còn).
public struct FormerPlaces: Sendable {
    /// The agencies by name.
    public fileprivate(set) var agencies: [AgencyID: Agency] = [:]
    /// The units by name.
    public fileprivate(set) var units: [UnitID: Unit] = [:]
    /// The communes by name.
    public fileprivate(set) var communes: [CommuneID: Commune] = [:]
}

/// What is wrong with an organisation's file (lỗi cơ cấu tổ chức).
public enum OrganisationDefect: Error, Hashable, Sendable {
    /// The name stands twice.
    case duplicate(String)
    /// The unit names an agency that is not there.
    case unknownAgency(UnitID, AgencyID)
    /// The default commune is not among the communes.
    case unknownCommune(CommuneID)
    /// The district desk is not a unit, or no desk.
    case unknownDesk(UnitID)
}
