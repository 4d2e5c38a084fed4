import DossierDomain

/// The staff of the tests' district, one account for each unit and role.
enum Staff {
    static let clerk = member(.desk, of: "BPMC-H")
    static let leader = Actor(initiator: .account(AccountID(number: 900)), role: .leader, place: nil)

    static func officer(_ unit: UnitID) -> Actor { member(.officer, of: unit) }

    static func head(_ unit: UnitID) -> Actor { member(.head, of: unit) }

    static func member(_ role: Role, of unit: UnitID, commune: CommuneID = "ha-lam") -> Actor {
        let place = UnitPlace(unit: unit, commune: unit.rawValue.hasSuffix("-X") ? commune : nil)
        return Actor(initiator: .account(account(role, place)), role: role, place: place)
    }

    /// A number of its own for each role at each place, the same in every run.
    private static func account(_ role: Role, _ place: UnitPlace) -> AccountID {
        let name = role.rawValue + "." + place.description
        return AccountID(number: name.utf8.reduce(1000) { ($0 * 31 + Int64($1)) % 1_000_000_007 })
    }
}

extension Actor {
    /// The account behind a member of the staff.
    var account: AccountID {
        if case .account(let id) = initiator { id } else { AccountID(number: 0) }
    }
}
