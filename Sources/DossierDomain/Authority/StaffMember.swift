public import WorkingCalendar

/// Somebody of the staff in every post that he has at one moment (cán bộ và các vị trí đang giữ).
///
/// What one of his posts permits he may do, and he does it in the first that does: his own, then those he is posted to
/// in the order in which they were given.
public struct StaffMember: Hashable, Sendable {
    /// What he is, one for each post.
    public let actors: [Actor]

    /// Puts the posts together.
    ///
    /// An administrator keeps accounts and nothing else, whatever he is posted to; a leader cannot be seconded.
    ///
    /// - Parameters:
    ///   - own: What he is by his account.
    ///   - postings: Where he is, was or will be posted to.
    ///   - now: The moment.
    public init(_ own: Actor, postings: [Posting], at now: Instant) {
        guard own.role != .admin, own.role != nil else {
            actors = [own]
            return
        }
        let held = postings.filter { posting in
            posting.state(at: now) == .inForce && (posting.kind == .actingHead || own.role != .leader)
        }
        // Who is seconded works there and not at home.
        let isAway = held.contains { $0.kind == .secondment }
        let posted = held.sorted { $0.id < $1.id }.map { posting in
            Actor(
                initiator: own.initiator,
                role: posting.role,
                place: posting.place,
                capacity: posting.capacity
            )
        }
        actors = (isAway ? [] : [own]) + posted
    }

    /// The units that he belongs to, each once, his own first.
    public var places: [UnitPlace] {
        var places: [UnitPlace] = []
        for place in actors.compactMap(\.place) where !places.contains(place) { places.append(place) }
        return places
    }

    /// The first of his posts that may do a thing with a dossier, whatever its status; nil if none may.
    public func actor(permitted deed: DossierDeed, on dossier: Dossier, in organisation: Organisation) -> Actor? {
        actors.first { Authority(of: $0, in: organisation).permits(deed, on: dossier) }
    }

    /// Checks that one of his posts may do a thing with a dossier, whatever its status.
    ///
    /// - Throws: ``DossierRejection/forbidden(_:)``.
    public func check(
        _ deed: DossierDeed,
        on dossier: Dossier,
        in organisation: Organisation
    ) throws(DossierRejection) {
        guard actor(permitted: deed, on: dossier, in: organisation) == nil, let first = actors.first else { return }
        try Authority(of: first, in: organisation).check(deed, on: dossier)
    }

    /// Whether one of his posts may do a thing that concerns no single dossier.
    public func may(_ deed: ServiceDeed) -> Bool { actors.contains { $0.may(deed) } }

    /// Checks that one of his posts may do a thing that concerns no single dossier.
    ///
    /// - Throws: ``DossierRejection/forbidden(_:)``.
    public func check(_ deed: ServiceDeed) throws(DossierRejection) {
        if !may(deed) { try actors.first?.check(deed) }
    }

    /// The posts that may do a thing that concerns no single dossier.
    public func actors(permitted deed: ServiceDeed) -> [Actor] { actors.filter { $0.may(deed) } }

    /// Decides a command in the first of his posts in which it is not refused.
    ///
    /// - Parameters:
    ///   - command: What he wants.
    ///   - dossier: The dossier as it stands.
    ///   - context: When and under which rules; who asks is replaced by each post in turn.
    /// - Returns: What happened, as ``DossierCommand/decide(on:in:)`` says.
    /// - Throws: ``DossierRejection`` of the post that came nearest.
    public func decide(
        _ command: any DossierCommand,
        on dossier: Dossier,
        in context: DecisionContext
    ) throws(DossierRejection) -> DossierEvent? {
        var nearest: DossierRejection?
        for actor in actors {
            do throws(DossierRejection) {
                return try command.decide(on: dossier, in: context.acting(as: actor))
            } catch {
                if nearest.map({ $0.nearness < error.nearness }) ?? true { nearest = error }
            }
        }
        throw nearest ?? .forbidden(Denial(.unitStaff))
    }
}

extension DossierRejection {
    /// How near a refused post came to being right: by its unit not at all, by what else binds it nearer, by the
    /// dossier itself nearest.
    fileprivate var nearness: Int {
        switch self {
        case .forbidden(let denial): denial.rule == .separationOfDuties ? 1 : 0
        case .assignedToOther, .supplementNeedsHead: 1
        default: 2
        }
    }
}
