import DossierDomain
import DossierEngine

/// A role with its unit as it was typed at the command line (vai trò và đơn vị).
struct TypedSeat {
    let role: String
    let unit: String?
    let commune: String?

    /// Judges them by the organisation.
    ///
    /// - Throws: ``CommandFailure`` that names what can be typed.
    func judged(by rules: Rules) throws -> (role: Role, place: UnitPlace?) {
        guard let role = Role(rawValue: role) else {
            throw CommandFailure("There is no role \(role): use desk, officer, head, leader or admin.")
        }
        do throws(RolePlace.Defect) {
            return (role, try RolePlace.place(for: role, unit: unit, commune: commune, rules: rules))
        } catch {
            throw CommandFailure(sentence(error, rules: rules))
        }
    }

    private func sentence(_ defect: RolePlace.Defect, rules: Rules) -> String {
        let unit = unit ?? ""
        switch defect {
        case .unitMissing: return "Name the unit with --unit."
        case .unitUnknown:
            let names = rules.organisation.units.keys.sorted().map(\.rawValue).joined(separator: ", ")
            return "There is no unit \(unit): \(names)."
        case .unitIsNoDesk: return "\(unit) is no one-stop desk."
        case .communeMissing: return "\(unit) exists in every commune: name one with --commune."
        case .communeUnknown: return "There is no commune \(commune ?? "")."
        }
    }
}
