/// The choice of instant for working time that is used up exactly at a close of office.
///
/// Both instants leave the same working time; they differ by the lunch break, the night or the days off between them.
/// Source: project decision, 2026-11-23, because an officer who has until 11:30 should not be shown 13:00, while a
/// citizen's term received on Tuesday 07:30 and lasting 3 days is understood as Friday 07:30.
public enum TermEnd: Sendable {
    /// The close itself: how a step's hours end.
    case atClose
    /// The next opening, also after lunch: how a dossier's term ends.
    case atNextOpening
}
