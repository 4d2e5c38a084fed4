public import WorkingCalendar

/// What must hold in a simulated district after every step (bất biến).
public enum Invariant: String, CaseIterable, Sendable {
    /// Every rung fires once: never again after it has.
    case firedOnce
    /// No rung fires before its instant, by the clock of the wall.
    case neverEarly
    /// A rung whose instant has come is fired when the timers are asked, whatever happened meanwhile.
    case neverMissed
    /// Of the rungs that are due, the earliest fires first.
    case inOrder
    /// No rung fires whose cause has gone: finished, paused, ended, begun anew.
    case causeLives
    /// The planned instants are those that a slow count by the calendar gives.
    case instantsAgree
    /// While the clock stands still nothing moves, and the unused time is what was left.
    case pausedStands
    /// Nobody but a unit or the citizen holds a dossier under way.
    case somebodyHolds
    /// Staff of one commune neither sees nor does what is another one's, and a dossier goes to its citizen's commune.
    case communesKeepApart
    /// The stored state is the fold of the events.
    case stateIsFold
    /// The histories are unbroken chains, written at their own instants.
    case historyHolds
    /// The timers in the store are those that the dossiers ask for.
    case timersStand
    /// A promise moves by a declared calendar only as far as that asks, with all others, and as the preview said.
    case promiseStands
    /// Each rung's notices go to those whom the ladder names, once.
    case noticesReach
    /// The morning's digest comes once each working morning while something is late.
    case digestComes
    /// Each text has one cause, and each cause its text; none goes out that is not wanted any more.
    case textHasCause
    /// Each text goes out; nobody gets it twice, and a dossier's texts keep their order.
    case textedOnce
    /// The serials of an agency's day have no gap.
    case codesGapless
    /// A request sent again under its key changes nothing.
    case repeatsHarmless
    /// The store and the services do what they are asked.
    case serviceAnswers
    /// What is stored is whole, as `verify` says.
    case storeIsWhole
    /// The sums of every ledger are the dossier's own clock, to the second.
    case ledgerAddsUp
}

/// An invariant that did not hold (bất biến bị phá vỡ), with where and when.
public struct BrokenInvariant: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which.
    public let invariant: Invariant
    /// What was found, as a sentence.
    public let finding: String
    /// What the clock on the wall showed.
    public let at: Instant

    /// The invariant, the instant and the finding.
    public var description: String { "\(invariant.rawValue) at \(at.iso8601): \(finding)" }
}
