// SMPP v3.4, section 5.1.4.

/// The sequence numbers of our own requests, 1 to 0x7FFFFFFF and then from 1 again.
struct SequenceNumbers: Sendable {
    /// The largest number.
    static let last: UInt32 = 0x7FFF_FFFF

    /// The most numbers that are passed over: more than can be in use at once.
    private static let maximumSkips = SMPPSessionSettings.maximumWindowSize + SubmitWindow.maximumOverdue + 8

    private var upcoming: UInt32

    /// Starts with a number, which is brought into the range.
    init(first: UInt32 = 1) {
        upcoming = first.clamped(to: 1...Self.last)
    }

    /// Gives the next number that is not in use.
    mutating func next(isInUse: (UInt32) -> Bool) -> UInt32 {
        var number = advance()
        var skips = 0
        while skips < Self.maximumSkips, isInUse(number) {
            number = advance()
            skips += 1
        }
        return number
    }

    private mutating func advance() -> UInt32 {
        let number = upcoming
        upcoming = number >= Self.last ? 1 : number + 1
        return number
    }
}
