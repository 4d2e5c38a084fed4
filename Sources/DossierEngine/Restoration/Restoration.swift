import DossierDomain
public import WorkingCalendar

/// What a copy has to know before it serves in the place of a database that went further (khôi phục từ bản sao lưu).
///
/// Between the copy and its restoration codes were given, texts sent, calls made and sessions opened that it does not
/// know. So that no code is given twice, serials of those days go on past a gap; so that no text comes twice, what
/// waited in the copy is *unknown* and somebody looks; so that gateways and subscribers do not take something new for
/// something they had, its numbers go on past a gap too; and all staff sign in again. The event that says so stands in
/// the signed history.
public struct Restoration: Sendable {
    /// The largest gap of serials that can be asked for: many times what an agency registers on a day.
    public static let maximumSerialGap = 100_000
    /// By how much the numbers of texts, notices and calls go on: far more than can be made between two copies.
    static let numberGap: Int64 = 10_000_000
    /// The most days between copy and restoration whose serials are passed over: ten years.
    static let maximumDays = 3_660
    /// The reason that texts have that waited in the copy.
    static let reason = "restored"

    /// What came of it.
    public struct Outcome: Hashable, Sendable {
        /// The number of this restoration of the database, from 1.
        public let number: Int
        /// The days of receipt whose serials go on past the gap.
        public let days: ClosedRange<LocalDate>
        /// The agencies and days beside these whose serials go on past it too, because codes of them were given or
        /// passed over since; each once, in order.
        public let others: [IssuedSerial]
        /// How many texts are unknown now.
        public let unknownTexts: Int
        /// How many answers to citizens' texts are unknown now.
        public let unknownAnswers: Int
        /// How many sessions ended.
        public let endedSessions: Int
    }

    private let copy: Digest
    private let takenAt: Instant
    private let last: Instant
    private let serialGap: Int

    /// Describes a restoration.
    ///
    /// - Parameters:
    ///   - copy: The SHA-256 of the copy.
    ///   - takenAt: When it was taken, in the time of the service, as is said of it.
    ///   - last: The last moment that the copy itself knows of, see ``lastMoment(in:)``.
    ///   - serialGap: How many codes an agency may have given on one day since, 0 to ``maximumSerialGap``.
    public init(of copy: Digest, takenAt: Instant, last: Instant, serialGap: Int) {
        self.copy = copy
        self.takenAt = takenAt
        self.last = last
        self.serialGap = min(max(0, serialGap), Self.maximumSerialGap)
    }

    /// When the last event of a copy was written, in the time of the service; nil if it has none, or it cannot be read.
    ///
    /// - Throws: ``StoreError`` if the copy cannot be read.
    public static func lastMoment(in snapshot: any StoreSnapshot) throws -> Instant? {
        var last: Instant?
        try snapshot.readEvents(after: try snapshot.lastSequence() - 1, limit: 1) {
            last = EventCodec.writtenAt(of: $0.body)
        }
        return last
    }

    /// Makes a copy ready to serve; to be called once for each restoration.
    ///
    /// - Parameters:
    ///   - transaction: A change of the copy, with the tables of this program.
    ///   - agencies: The identifier codes of all agencies that receive dossiers.
    ///   - given: The agencies and days of which codes are known to have been given or passed over since, whatever the
    ///     day, some perhaps more than once; the gap is as wide as the most of them.
    ///   - now: The present, in the time of the service.
    /// - Returns: What came of it.
    /// - Throws: ``StoreError``.
    public func settle(
        in transaction: any StoreTransaction,
        agencies: [String],
        given: [IssuedSerial] = [],
        at now: Instant
    ) throws -> Outcome {
        let number = try transaction.head(of: .restorations).count + 1
        let days = days(until: now)
        let others = Self.others(of: given) { !days.contains($0.date) || !agencies.contains($0.agencyIdentifier) }
        if serialGap > 0 {
            try skipSerials(of: days, agencies: agencies, in: transaction)
            for serial in others {
                try transaction.skipSerials(serialGap, agencyIdentifier: serial.agencyIdentifier, date: serial.date)
            }
        }
        try transaction.skipNumbers(Self.numberGap)
        let outcome = Outcome(
            number: number,
            days: days,
            others: serialGap > 0 ? others : [],
            unknownTexts: try transaction.giveUpWaitingTexts(reason: Self.reason),
            unknownAnswers: try InquiryRelay.giveUpWaiting(in: transaction),
            endedSessions: try transaction.endAllSessions()
        )
        try record(
            SystemEvent(
                at: now,
                by: .program,
                type: SystemEvent.restored,
                details: [
                    ("sha256", copy.hexadecimal), ("takenAt", takenAt.iso8601), ("serialGap", String(serialGap)),
                    ("from", days.lowerBound.iso8601), ("until", days.upperBound.iso8601),
                    ("unknownTexts", String(outcome.unknownTexts)),
                ]
            ),
            to: .restorations,
            in: transaction
        )
        return outcome
    }

    /// Those of serials that are asked for, each agency's day once, by day and agency.
    private static func others(
        of given: [IssuedSerial],
        where isOther: (IssuedSerial) -> Bool
    ) -> [IssuedSerial] {
        var last: IssuedSerial?
        return given.filter(isOther)
            .sorted { ($0.date.dayNumber, $0.agencyIdentifier) < ($1.date.dayNumber, $1.agencyIdentifier) }
            .filter { serial in
                defer { last = serial }
                return serial.date != last?.date || serial.agencyIdentifier != last?.agencyIdentifier
            }
    }

    /// The days of receipt on which codes may have been given since the copy.
    ///
    /// Nobody signed what is said of the time of a copy, so the first is no later than the copy's own last event; and
    /// where a clock was set back, the days go on to that event.
    ///
    /// - Parameter now: The present, in the time of the service.
    /// - Returns: The days, one or more.
    public func days(until now: Instant) -> ClosedRange<LocalDate> {
        LocalDateTime(min(takenAt, last, now)).date...LocalDateTime(max(last, now)).date
    }

    private func skipSerials(
        of days: ClosedRange<LocalDate>,
        agencies: [String],
        in transaction: any StoreTransaction
    ) throws {
        let first = days.lowerBound.dayNumber
        guard days.upperBound.dayNumber - first < Self.maximumDays else {
            throw StoreError(
                .unsuitable,
                "the copy is older than \(Self.maximumDays) days; take a newer one",
                vietnamese: "Bản sao cũ hơn \(Self.maximumDays) ngày; hãy dùng bản mới hơn."
            )
        }
        for day in first...days.upperBound.dayNumber {
            for agency in agencies {
                let date = LocalDate(dayNumber: day)
                try transaction.skipSerials(serialGap, agencyIdentifier: agency, date: date)
            }
        }
    }
}
