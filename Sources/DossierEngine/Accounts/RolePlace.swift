public import DossierDomain

/// The unit of an account as it is typed (vị trí công tác), judged by the role and the organisation.
public enum RolePlace {
    /// What can be wrong with it.
    public enum Defect: Error, Hashable, Sendable {
        /// The role needs a unit.
        case unitMissing
        /// The organisation has no such unit.
        case unitUnknown
        /// A clerk of the desk sits at no desk.
        case unitIsNoDesk
        /// The unit exists in every commune.
        case communeMissing
        /// The organisation has no such commune.
        case communeUnknown
        /// The organisation has several communes of that name.
        case communeAmbiguous
        /// A leader, who sees and stops dossiers of the whole organisation, is of a commune: its head was meant.
        case leaderOfCommune
        /// A commune is named, and the unit is of none, or there is no unit.
        case communeNotTaken

        /// The field and the code by which it is told.
        public var field: FieldError {
            switch self {
            case .unitMissing: FieldError("unit", .required)
            case .unitUnknown: FieldError("unit", .unknownUnit)
            case .unitIsNoDesk: FieldError("unit", .notADesk)
            case .communeMissing: FieldError("commune", .required)
            case .communeUnknown: FieldError("commune", .unknownCommune)
            case .communeAmbiguous: FieldError("commune", .ambiguousCommune)
            case .leaderOfCommune: FieldError("role", .leaderOfCommune)
            case .communeNotTaken: FieldError("commune", .communeNotTaken)
            }
        }
    }

    /// The place of an account.
    ///
    /// - Parameters:
    ///   - role: Its role; leaders and administrators may be of no unit, and leaders are of no commune.
    ///   - unit: The unit's identifier.
    ///   - commune: The commune of a unit that exists in every one, by identifier or name; nil for any other unit.
    ///   - places: The places that there are.
    /// - Returns: The place; nil if it belongs to no unit.
    /// - Throws: What is wrong with it.
    public static func place(
        for role: Role,
        unit: String?,
        commune: String?,
        in places: KnownPlaces
    ) throws(Defect) -> UnitPlace? {
        guard let unit else {
            guard role == .admin || role == .leader else { throw .unitMissing }
            guard commune == nil else { throw .communeNotTaken }
            return nil
        }
        guard let known = places.organisation.units[UnitID(rawValue: unit)] else { throw .unitUnknown }
        guard role != .desk || known.isDesk else { throw .unitIsNoDesk }
        guard known.isPerCommune else {
            guard commune == nil else { throw .communeNotTaken }
            return UnitPlace(unit: known.id, commune: nil)
        }
        guard role != .leader else { throw .leaderOfCommune }
        guard let commune else { throw .communeMissing }
        do throws(UnclearCommune) {
            return UnitPlace(unit: known.id, commune: try places.commune(named: commune))
        } catch {
            throw error == .unknown ? .communeUnknown : .communeAmbiguous
        }
    }
}
