import DossierDomain
import DossierEngine

/// A role with its unit as it was sent (vai trò và đơn vị).
struct SeatReading: Sendable {
    /// The role.
    let role: Role
    private let unit: String?
    private let commune: String?

    /// Reads it; nil means that something is wrong, which is noted.
    init?(_ reader: inout RequestReader) {
        let role = reader.clean("role", .identifier)
        unit = reader.optionalClean("unit", .identifier)
        commune = reader.optionalClean("commune", .identifier)
        guard let role else { return nil }
        guard let known = Role(rawValue: role) else {
            reader.errors.add("role", .invalidValue)
            return nil
        }
        self.role = known
    }

    /// The place that it means.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    func place(by rules: Rules) throws(RequestRefusal) -> UnitPlace? {
        do throws(RolePlace.Defect) {
            return try RolePlace.place(for: role, unit: unit, commune: commune, in: rules.places)
        } catch {
            throw .invalidFields([error.field])
        }
    }
}
