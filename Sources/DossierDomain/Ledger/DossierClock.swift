public import WorkingCalendar

/// The dossier's own clock as its history tells it (đồng hồ của hồ sơ), by the calendar of the receiving desk.
public struct DossierClock: Hashable, Sendable {
    /// When it started.
    public let receivedAt: Instant
    /// The appointment first told to the applicant.
    public let originalDueAt: Instant
    /// The present appointment.
    public let dueAt: Instant
    /// What the clock shows; where a supplement began the term anew, the new term is allowed beside what was used.
    public let reading: ClockReading
    /// Every move of the appointment.
    public let moves: [DueMove]
    /// The one apology; nil if none was made.
    public let apology: Apology?
    /// Since when it stands still; nil while it runs, and once it has ended.
    public let stoppedSince: Instant?
    /// When it ended: the result was ready, or the dossier ended without one; nil while it lasts.
    public let endedAt: Instant?
    /// How it stands against the appointment; late exactly where ``Dossier/isLate(at:)`` says so.
    public let verdict: Verdict

    /// The apology on record (xin lỗi và hẹn lại).
    public struct Apology: Hashable, Sendable {
        /// When it was made.
        public let at: Instant
        /// Whether less time was left than the law asks for.
        public let isTooLate: Bool
        /// Who made it.
        public let by: AccountID?
    }
}

/// How the national index counts a dossier (chỉ số theo Quyết định 766/QĐ-TTg).
public struct IndexView: Hashable, Sendable {
    /// What the index goes by.
    public enum Ground: String, CaseIterable, Sendable {
        /// It was never received, so it has no appointment and is not counted yet.
        case notReceived
        /// A second supplement request counts as overdue, whatever the date.
        case secondSupplement
        /// The result was ready at the moment counted.
        case finished
        /// The dossier ended without a result at the moment counted.
        case ended
        /// It waits for papers, and the request is taken as the end.
        case awaitingSupplement
        /// It waits for a payment, and the request is taken as the end.
        case awaitingPayment
        /// It is under way and judged as of the present.
        case underWay
    }

    /// Whether it counts as on time; nil while it is not counted.
    public let isOnTime: Bool?
    /// What that goes by.
    public let ground: Ground
    /// The due moment the index compares with: the appointment, but never the gift of a term begun anew.
    public let dueAt: Instant?
    /// The moment taken as the end; nil while it is not counted.
    public let countedUntil: Instant?
    /// How many supplement requests there were.
    public let supplementRequests: Int
    /// The supplement time subtracted, in working time of the receiving desk.
    public let supplementTime: WorkingTime
}
