/// The wait before the next try to connect (thời gian chờ kết nối lại): doubled after each failure, with jitter.
///
/// The jitter keeps the sessions of many offices from coming back in the same second after an operator's restart.
public struct ReconnectBackoff: Sendable, Hashable {
    /// The wait after the first failure, in milliseconds, 1 to one day.
    public let firstMilliseconds: Int64
    /// The longest wait, in milliseconds, ``firstMilliseconds`` to one day.
    public let longestMilliseconds: Int64
    /// The failures since the last success, 0 or more; stops counting at 1000, where no wait grows any more.
    public private(set) var failureCount = 0

    /// Creates a backoff without failures; numbers outside their ranges are brought to the nearest end.
    public init(firstMilliseconds: Int64 = 1_000, longestMilliseconds: Int64 = 60_000) {
        let day = SMPPSessionSettings.maximumWaitMilliseconds
        self.firstMilliseconds = firstMilliseconds.clamped(to: 1...day)
        self.longestMilliseconds = longestMilliseconds.clamped(to: self.firstMilliseconds...day)
    }

    /// Counts a failure and tells how long to wait.
    ///
    /// - Parameter jitter: Any number from a source of chance; each gives one point of the range.
    /// - Returns: Milliseconds, from half of the doubled wait to the whole of it.
    public mutating func failed(jitter: UInt64) -> Int64 {
        failureCount = min(failureCount + 1, 1000)
        let whole = longestWait(afterFailures: failureCount)
        let half = whole / 2
        let spread = UInt64(whole - half) + 1
        return half + Int64(jitter % spread)
    }

    /// Forgets the failures; to be called when a bind has succeeded, not when a socket has opened.
    public mutating func succeeded() {
        failureCount = 0
    }

    private func longestWait(afterFailures count: Int) -> Int64 {
        var wait = firstMilliseconds
        var doublings = count - 1
        while doublings > 0, wait < longestMilliseconds {
            wait *= 2
            doublings -= 1
        }
        return min(wait, longestMilliseconds)
    }
}
