public import DossierDomain

/// Which dossiers a periodic report tells of (phạm vi báo cáo).
///
/// A dossier is a desk's if the desk received it, and another unit's if a step of it is or was there: so every dossier
/// stands in the report of one desk, and in those of all units that have work with it.
public struct ReportScope: Hashable, Sendable {
    /// Only dossiers of this procedure; nil for all.
    public let procedure: ProcedureCode?
    /// For each post of whoever asks the units that a dossier must be of, all of them; one post is enough.
    private let posts: [[UnitPlace]]

    /// Creates the scope of somebody who may see all.
    ///
    /// - Parameters:
    ///   - unit: Only dossiers of this unit; nil for all.
    ///   - procedure: Only dossiers of this procedure; nil for all.
    public init(unit: UnitPlace? = nil, procedure: ProcedureCode? = nil) {
        self.procedure = procedure
        posts = [[unit].compactMap { $0 }]
    }

    /// Creates the scope of a member of the staff: a leader sees all, heads and clerks of a desk what is their unit's.
    ///
    /// - Throws: `DossierRejection.forbidden` for others.
    init(of staff: StaffMember, unit: UnitPlace?, procedure: ProcedureCode?) throws(DossierRejection) {
        try staff.check(.readReports)
        self.procedure = procedure
        posts = staff.actors(permitted: .readReports).map { actor in
            let own = actor.role == .leader ? nil : actor.place
            return [own, unit].compactMap { $0 }
        }
    }

    /// Whether a dossier belongs to it, whatever its procedure.
    func takes(_ dossier: Dossier, in organisation: Organisation) -> Bool {
        posts.contains { places in
            places.allSatisfy { place in
                organisation.isOrWasDesk(place.unit)
                    ? dossier.receivingDesk == place : dossier.steps.contains { $0.workPlace == place }
            }
        }
    }
}
