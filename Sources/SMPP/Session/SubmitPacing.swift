/// The throughput limit as a bucket of tokens that fills with passing time (tốc độ gửi).
///
/// It counts in thousandths of a token, so that each millisecond adds a whole number of them.
struct TokenBucket: Sendable {
    private static let token: Int64 = 1000

    private let perMillisecond: Int64
    private let capacity: Int64
    private var level: Int64
    private var filledAt: SessionInstant?

    /// Starts full.
    init(perSecond: Int, burst: Int) {
        perMillisecond = Int64(max(1, perSecond))
        // Less than a millisecond's worth on top: without it every wait that is rounded up to a whole millisecond would
        // lose what is over, and with it a second still never holds more than `perSecond + burst - 1`.
        capacity = Int64(max(1, burst)) * Self.token + perMillisecond - 1
        level = capacity
    }

    /// Adds what the time since the last call brought; a clock that went back adds nothing.
    mutating func fill(at now: SessionInstant) {
        let elapsed = now.milliseconds(since: filledAt ?? now)
        // A day fills any bucket; the bound keeps the product small.
        level = min(capacity, level + elapsed.clamped(to: 0...86_400_000) * perMillisecond)
        filledAt = max(now, filledAt ?? now)
    }

    /// When a token will be there; nil if one is there as of the last filling.
    var refilledAt: SessionInstant? {
        guard level < Self.token, let filledAt else { return nil }
        let missing = Self.token - level
        return filledAt.advanced(byMilliseconds: (missing + perMillisecond - 1) / perMillisecond)
    }

    /// Takes a token; only if one is there.
    mutating func take() {
        level = max(0, level - Self.token)
    }
}

/// The pause that follows when the peer says that it is throttling or that its queue is full.
///
/// The first pause is short, each further one in a row twice as long up to a limit; an accepted submit after a pause
/// ends the row. Answers that come during a pause change nothing: they are to submits sent before it.
struct HoldBack: Sendable {
    private let first: Int64
    private let longest: Int64
    private var next: Int64
    private var end: SessionInstant?

    /// Starts without a pause.
    init(firstMilliseconds: Int64, longestMilliseconds: Int64) {
        longest = max(1, longestMilliseconds)
        first = firstMilliseconds.clamped(to: 1...longest)
        next = first
    }

    /// The end of the present pause; nil if there is none.
    func end(at now: SessionInstant) -> SessionInstant? {
        guard let end, now < end else { return nil }
        return end
    }

    mutating func slowDown(at now: SessionInstant) {
        guard end(at: now) == nil else { return }
        end = now.advanced(byMilliseconds: next)
        next = next > longest / 2 ? longest : next * 2
    }

    mutating func accepted(at now: SessionInstant) {
        guard end(at: now) == nil else { return }
        end = nil
        next = first
    }
}
