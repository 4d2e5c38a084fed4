public import DossierDomain

/// A unit that dossiers need and another organisation does not have in its place (đơn vị còn hồ sơ mà bị bỏ).
public struct UnitLoss: Hashable, Sendable {
    /// What becomes of the unit.
    public enum Kind: Hashable, Sendable {
        /// It is left out, or its commune is.
        case gone
        /// It belongs to another agency, by whose hours what it did would be reckoned anew, in ended dossiers too.
        case moved(AgencyID)
        /// It is no one-stop desk any more, or becomes one.
        case deskChanged
    }

    /// The unit; with its commune if only that place is lost.
    public let place: UnitPlace
    /// Its name so far, in Vietnamese.
    public let name: String
    /// What becomes of it.
    public let kind: Kind
    /// How many dossiers need it: those that have not ended; of a unit that is moved, all.
    public internal(set) var dossiers: Int
    /// The oldest of them.
    public internal(set) var example: DossierCode
}

/// Counts the dossiers that a change of the organisation would leave without a unit.
struct UnitLosses {
    private let old: Organisation
    private let new: Organisation
    private var losses: [UnitPlace: UnitLoss] = [:]

    init(from old: Organisation, to new: Organisation) {
        self.old = old
        self.new = new
    }

    var isEmpty: Bool { losses.isEmpty }

    /// By the names of the units.
    var sorted: [UnitLoss] { losses.values.sorted { $0.place < $1.place } }

    /// Counts a dossier once for each place that it needs and would lose; dossiers come the newest first.
    mutating func add(_ dossier: Dossier) {
        var seen: Set<UnitPlace> = []
        let needed = dossier.neededPlaces
        for place in dossier.allPlaces {
            guard let kind = loss(of: place), kind.isMove || needed.contains(place) else { continue }
            let key = place.commune != nil && new.units[place.unit] != nil && kind == .gone ? place : place.bare
            guard seen.insert(key).inserted else { continue }
            let name = key.commune == nil ? old.units[key.unit]?.name : nil
            var loss =
                losses[key]
                ?? UnitLoss(
                    place: key,
                    name: name ?? old.displayName(of: place),
                    kind: kind,
                    dossiers: 0,
                    example: dossier.code
                )
            loss.dossiers += 1
            loss.example = dossier.code
            losses[key] = loss
        }
    }

    private func loss(of place: UnitPlace) -> UnitLoss.Kind? {
        guard let unit = new.units[place.unit] else { return .gone }
        if let agency = old.agencyOfWork(of: place.unit), agency != unit.agency { return .moved(unit.agency) }
        guard new.has(place) else { return .gone }
        // What the old organisation did not have either, a former one had: it is found again as it is now.
        guard let before = old.units[place.unit] else { return nil }
        return unit.isDesk == before.isDesk ? nil : .deskChanged
    }
}

extension UnitLoss.Kind {
    fileprivate var isMove: Bool { if case .moved = self { true } else { false } }
}

extension UnitPlace {
    /// The unit without its commune.
    fileprivate var bare: UnitPlace { UnitPlace(unit: unit, commune: nil) }
}

extension Dossier {
    /// The places that have, had or will have a part in it.
    fileprivate var allPlaces: [UnitPlace] { [receivingDesk] + steps.compactMap(\.place) }

    /// The places without which it cannot be brought to its end; none once it has ended.
    ///
    /// Work may go back to any earlier step until the result is ready; then only the hand-over is left.
    fileprivate var neededPlaces: [UnitPlace] {
        if status.isEnd { return [] }
        if status == .finished { return activeSteps.compactMap(\.place) }
        return allPlaces
    }
}
