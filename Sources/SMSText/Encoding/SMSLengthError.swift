/// A text takes more parts than it may (tin nhắn quá dài).
///
/// It holds no word of the text, so it may be logged.
public struct SMSLengthError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The parts that the text takes.
    public let segmentCount: Int
    /// The parts that were allowed, 1 to 255.
    public let maximumSegments: Int

    /// Creates an error.
    public init(segmentCount: Int, maximumSegments: Int) {
        self.segmentCount = segmentCount
        self.maximumSegments = maximumSegments
    }

    /// One English sentence without a full stop, for the log.
    public var description: String {
        "the text takes \(segmentCount) segments where \(maximumSegments) are allowed"
    }
}
