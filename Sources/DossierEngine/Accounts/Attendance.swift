import DossierDomain
import WorkingCalendar

/// Which of the officers named for steps are still at the steps' units (người được phân công còn tại đơn vị).
///
/// Whoever was disabled, moved, or whose posting is over does no step any more: it is anybody's of the unit then.
struct Attendance {
    private let snapshot: any StoreSnapshot
    private let now: Instant
    private var places: [AccountID: [UnitPlace]] = [:]

    init(in snapshot: any StoreSnapshot, at now: Instant) {
        self.snapshot = snapshot
        self.now = now
    }

    /// The officer named for a step, if he is still at its unit.
    ///
    /// - Throws: ``StoreError``.
    mutating func assignee(of step: StepProgress) throws -> AccountID? {
        guard let assignee = step.assignee, let place = step.place else { return nil }
        return try places(of: assignee).contains(place) ? assignee : nil
    }

    /// Those named for steps under way who are not there any more.
    ///
    /// - Throws: ``StoreError``.
    mutating func absent(from dossier: Dossier) throws -> Set<AccountID> {
        var absent: Set<AccountID> = []
        for step in dossier.activeSteps {
            if let named = step.assignee, try assignee(of: step) == nil { absent.insert(named) }
        }
        return absent
    }

    private mutating func places(of id: AccountID) throws -> [UnitPlace] {
        if let known = places[id] { return known }
        var found: [UnitPlace] = []
        if let account = try snapshot.account(id), account.isActive {
            found = try snapshot.posted(account, at: now).staff(at: now).places
        }
        places[id] = found
        return found
    }
}
