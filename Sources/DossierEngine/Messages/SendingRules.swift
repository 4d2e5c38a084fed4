public import WorkingCalendar

/// When texts go out (quy tắc gửi tin): the hours in which phones are left alone, how many a day, how long a report is
/// awaited.
public struct SendingRules: Hashable, Sendable {
    /// The hours in which texts wait; nil for none.
    public let quietHours: QuietHours?
    /// The most texts to one number on one local day; the rest wait for the next day.
    public let textsPerDay: Int
    /// The hours after which a text without a report is unconfirmed.
    public let reportHours: Int

    /// Creates rules.
    ///
    /// - Parameters:
    ///   - quietHours: The hours in which texts wait; nil for none.
    ///   - textsPerDay: The most texts to one number on one local day, 1 or more.
    ///   - reportHours: The hours after which a text without a report is unconfirmed, 1 or more.
    public init(quietHours: QuietHours?, textsPerDay: Int, reportHours: Int) {
        self.quietHours = quietHours
        self.textsPerDay = textsPerDay
        self.reportHours = reportHours
    }

    /// The longest that a text is kept back, in milliseconds: to the next day, and there to the end of quiet hours.
    static let longestHoldMilliseconds: Int64 = 2 * 86_400_000

    /// No rule holds a text back.
    public static let none = SendingRules(quietHours: nil, textsPerDay: .max, reportHours: 48)

    /// Since when a text waits that was caused at an instant (thời gian chờ gửi): what was kept back through a night
    /// waits from the morning on.
    ///
    /// - Parameters:
    ///   - caused: When it was caused.
    ///   - now: The service's time.
    /// - Returns: The instant, not before `caused`.
    public func waitsSince(_ caused: Instant, at now: Instant) -> Instant {
        max(caused, lastOpening(before: now) ?? caused)
    }

    /// The last moment at which texts that had been kept back were let go: the end of quiet hours, or the beginning of
    /// a day with its new texts.
    ///
    /// - Parameter now: The service's time.
    /// - Returns: The moment, not after `now`; nil where no rule keeps texts back.
    func lastOpening(before now: Instant) -> Instant? {
        let today = LocalDateTime(now).date
        let days = [today.adding(days: -1), today]
        var openings: [Instant] = []
        if let quietHours {
            openings += days.map { LocalDateTime(date: $0, time: quietHours.until).instant }
        }
        if textsPerDay < .max { openings += days.map { quietHours?.end(at: $0.startOfDay) ?? $0.startOfDay } }
        return openings.filter { $0 <= now }.max()
    }

    /// Until when a text waits; nil if it may go now.
    ///
    /// One whose appointment would pass meanwhile goes at once: the applicant is owed it before.
    ///
    /// - Parameters:
    ///   - draft: The text.
    ///   - now: The service's time.
    /// - Returns: The end of the quiet hours, after the instant.
    func quietEnd(for draft: OutboxDraft, at now: Instant) -> Instant? {
        guard let end = quietHours?.end(at: now) else { return nil }
        if let dueAt = draft.dueAt, dueAt > now, dueAt <= end { return nil }
        return end
    }
}

/// The hours in which phones are left alone (giờ yên tĩnh), every night or every noon.
public struct QuietHours: Hashable, Sendable {
    /// When they begin.
    public let from: TimeOfDay
    /// When they end, on the same day or the next one.
    public let until: TimeOfDay

    /// Creates quiet hours; nil if they would have no length.
    public init?(from: TimeOfDay, until: TimeOfDay) {
        guard from != until else { return nil }
        self.from = from
        self.until = until
    }

    /// When the quiet hours end that an instant lies in; nil if it lies in none.
    ///
    /// - Parameter now: The instant.
    /// - Returns: The end, after the instant.
    public func end(at now: Instant) -> Instant? {
        let local = LocalDateTime(now)
        let isOverMidnight = until < from
        let isAfterStart = local.time >= from
        let isBeforeEnd = local.time < until
        guard isOverMidnight ? isAfterStart || isBeforeEnd : isAfterStart && isBeforeEnd else { return nil }
        let day = isOverMidnight && isAfterStart ? local.date.adding(days: 1) : local.date
        return LocalDateTime(date: day, time: until).instant
    }
}
