public import DossierDomain
public import WorkingCalendar

/// A promise that another calendar or other office hours move (hồ sơ bị dời ngày hẹn).
public struct PromiseMove: Hashable, Sendable {
    /// The dossier.
    public let code: DossierCode
    /// The appointment so far.
    public let old: Instant
    /// The appointment from then on.
    public let new: Instant
    /// The names of the units that have the dossier now.
    public let units: [String]

    /// Finds the move in what happened to a dossier; nil if its appointment stays.
    init?(of dossier: Dossier, by event: DossierEvent, rules: Rules) {
        let moves = event.effects.compactMap { effect -> (old: Instant, new: Instant)? in
            if case .dueDate(let old?, let new, _) = effect { (old, new) } else { nil }
        }
        guard let move = moves.first else { return nil }
        code = dossier.code
        old = move.old
        new = move.new
        units = PublicStatus.currentUnits(of: dossier, rules: rules)
    }

    /// Whether it moves later.
    public var isLater: Bool { new > old }
}

/// How many promises a change moves (tổng số ngày hẹn bị dời).
public struct PromiseMoves: Hashable, Sendable {
    /// How many move later.
    public private(set) var later = 0
    /// How many move earlier.
    public private(set) var earlier = 0

    /// Creates a count of none.
    public init() {}

    /// Whether no promise moves.
    public var isEmpty: Bool { later + earlier == 0 }

    /// All of them together.
    public var count: Int { later + earlier }

    /// Counts one more.
    mutating func add(_ move: PromiseMove) {
        if move.isLater { later += 1 } else { earlier += 1 }
    }
}

/// A dossier that cannot be moved to the new working calendar (hồ sơ không tính được theo lịch mới), so that none is.
public struct TimetableChangeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The dossier.
    public let code: DossierCode
    /// Why.
    public let rejection: DossierRejection

    /// What is wrong, in one sentence.
    public var description: String {
        let reason =
            if case .calendarUnknown(let year) = rejection {
                "it has no data for the year \(year)"
            } else {
                rejection.code
            }
        return "The new calendar cannot reckon dossier \(code): \(reason)."
    }
}
