public import DossierDomain

/// Which role and unit somebody has by what the provider says (quy tắc ánh xạ): the first rule that fits decides.
public struct ClaimRules: Sendable {
    /// The rules, in their order.
    public let rules: [ClaimRule]

    /// Creates rules.
    public init(_ rules: [ClaimRule]) { self.rules = rules }

    /// The role and unit; nil if no rule fits, or the one that does leads to no unit that there is.
    ///
    /// A rule that fits and leads nowhere does not give way to a later one, which might grant what nobody meant.
    func seat(of claims: JSONValue, rules known: Rules) -> ClaimSeat? {
        guard let rule = rules.first(where: { $0.fits(claims) }) else { return nil }
        let unit = rule.unit?.text(in: claims)
        // A provider may say of everybody in which commune he lives or works; only some units ask for it.
        let asksForCommune = unit.flatMap { known.organisation.units[UnitID(rawValue: $0)]?.isPerCommune } ?? false
        do throws(RolePlace.Defect) {
            let place = try RolePlace.place(
                for: rule.role,
                unit: unit,
                commune: asksForCommune ? rule.commune?.text(in: claims) : nil,
                in: known.places
            )
            return ClaimSeat(role: rule.role, place: place)
        } catch {
            return nil
        }
    }
}

/// A role with its unit (vai trò và đơn vị), as the provider's word gives it.
struct ClaimSeat: Hashable, Sendable {
    /// The role.
    let role: Role
    /// The unit; nil if it belongs to none.
    let place: UnitPlace?
}

/// One rule (quy tắc): whoever has one of some values in a claim has a role and a unit.
public struct ClaimRule: Hashable, Sendable {
    /// Where a unit or commune stands.
    public enum Source: Hashable, Sendable {
        /// In the rule.
        case fixed(String)
        /// In a claim.
        case claim(ClaimPath)

        fileprivate func text(in claims: JSONValue) -> String? {
            switch self {
            case .fixed(let text): return text
            case .claim(let path):
                let texts = path.texts(in: claims)
                return texts.count == 1 ? texts[0] : nil
            }
        }
    }

    /// The claim that is looked at.
    public let claim: ClaimPath
    /// The values of which it must have one, to the letter.
    public let values: Set<String>
    /// The role.
    public let role: Role
    /// The unit; nil for none.
    public let unit: Source?
    /// The commune; nil for none.
    public let commune: Source?

    /// Creates a rule.
    public init(claim: ClaimPath, values: Set<String>, role: Role, unit: Source?, commune: Source?) {
        self.claim = claim
        self.values = values
        self.role = role
        self.unit = unit
        self.commune = commune
    }

    fileprivate func fits(_ claims: JSONValue) -> Bool { !values.isDisjoint(with: claim.texts(in: claims)) }
}

/// The way to a claim (đường dẫn thuộc tính) through the objects around it, for example `realm_access` and `roles`.
public struct ClaimPath: Hashable, Sendable {
    /// The names, from the outside.
    public let names: [String]
    /// How many values of a list are looked at.
    private static let maximumValues = 1_000

    /// Creates a path.
    public init(_ names: [String]) { self.names = names }

    /// The texts of the claim: its own, or those of the list that it is.
    func texts(in claims: JSONValue) -> [String] {
        let value = names.reduce(Optional(claims)) { $0?[$1] }
        if let text = value?.string { return [text] }
        return (value?.array ?? []).prefix(Self.maximumValues).compactMap(\.string)
    }
}
