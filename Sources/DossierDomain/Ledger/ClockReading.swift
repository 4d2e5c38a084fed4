public import WorkingCalendar

/// What one working clock shows (số đọc đồng hồ), in working time of the calendar it runs by.
public struct ClockReading: Hashable, Sendable {
    /// The working time granted up to the present due moment, what was used before included.
    public let allowed: WorkingTime
    /// The working time that passed while the clock ran.
    public let used: WorkingTime
    /// The working time that passed while the clock stood still.
    public let paused: WorkingTime

    /// Creates a reading.
    public init(allowed: WorkingTime, used: WorkingTime, paused: WorkingTime) {
        self.allowed = allowed
        self.used = used
        self.paused = paused
    }

    /// What is left of the allowed time, in seconds; negative by as much as it is over.
    ///
    /// It can be zero after the due moment, as long as no office hour has passed since.
    public var leftSeconds: Int64 { allowed.seconds - used.seconds }

    /// The working time by which it is over; none while some is left.
    public var over: WorkingTime { used - allowed }
}

/// One move of a due moment (lần dời hạn) after it was first set.
public struct DueMove: Hashable, Sendable {
    /// When it was moved.
    public let at: Instant
    /// The due moment before.
    public let old: Instant
    /// The due moment after.
    public let new: Instant
    /// Why.
    public let cause: DueDateCause
    /// Who caused it.
    public let by: Initiator

    /// Creates a move.
    public init(at: Instant, old: Instant, new: Instant, cause: DueDateCause, by: Initiator) {
        self.at = at
        self.old = old
        self.new = new
        self.cause = cause
        self.by = by
    }
}

/// How work stands against its due moment (đánh giá tiến độ).
///
/// Source: domain.md R48, whose day granularity is kept for "early" alone: an instant tells what is late.
public enum Verdict: String, CaseIterable, Sendable {
    /// Done before the local day of the due moment (trước hạn).
    case early
    /// Done on the local day of the due moment, its whole second included (đúng hạn).
    case onTime
    /// Done after the due moment, or under way and past it (quá hạn).
    case late
    /// Under way, the due moment still ahead (đang xử lý).
    case running
    /// The clock stands still and the due moment was ahead when it stopped (tạm dừng).
    case paused

    /// Judges work that was done, or whose clock stopped for good, at an instant.
    static func ofEnd(at end: Instant, due: Instant) -> Verdict {
        let end = end.roundedDownToSecond
        if end > due { return .late }
        return LocalDateTime(end).date < LocalDateTime(due).date ? .early : .onTime
    }

    /// Judges work under way.
    static func underWay(at now: Instant, stoppedSince: Instant?, due: Instant) -> Verdict {
        if (stoppedSince ?? now).roundedDownToSecond > due { return .late }
        return stoppedSince == nil ? .running : .paused
    }
}
