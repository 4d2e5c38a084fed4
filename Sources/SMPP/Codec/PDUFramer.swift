// SMPP v3.4, sections 3.2 and 5.1.1.

/// A cutter of the byte stream of a connection into whole PDUs.
///
/// Chunks go in with ``append(_:)`` as they arrive; after each, ``next()`` is called until it returns nil. An
/// impossible command_length is an error as soon as its four octets are there, before anything of that size is
/// allocated; afterwards the stream is out of step, so every later call throws the same error.
public struct PDUFramer: Sendable {
    /// The shortest PDU in octets: a header alone.
    public static let minimumLength = 16

    /// The longest PDU in octets that is accepted and sent.
    ///
    /// The longest sensible one is a message_payload of 65,535 octets, which no operator takes in full; 64 KiB hold
    /// any text of 255 parts.
    public static let maximumLength = 65_536

    /// The octets that may lie here unread, 1 MiB: sixteen of the longest PDUs.
    ///
    /// Who calls ``next()`` after each chunk never comes near it.
    public static let maximumUnread = 1_048_576

    private var buffer: [UInt8] = []
    private var start = 0
    private var failure: FramingError?

    /// Starts with an empty stream.
    public init() {}

    /// The octets that wait for the rest of their PDU or for ``next()``.
    public var unreadCount: Int { buffer.count - start }

    /// Takes a chunk of the stream, of any length.
    ///
    /// - Parameter chunk: The octets in the order in which they came.
    /// - Throws: ``FramingError/tooMuchUnread(_:)`` beyond ``maximumUnread``, the chunk then being dropped; or the
    ///   error that broke the stream before.
    public mutating func append(_ chunk: some Collection<UInt8>) throws(FramingError) {
        if let failure { throw failure }
        let (total, overflow) = unreadCount.addingReportingOverflow(chunk.count)
        guard !overflow, total <= Self.maximumUnread else {
            throw fail(.tooMuchUnread(unreadCount))
        }
        discardRead()
        buffer.append(contentsOf: chunk)
    }

    /// Cuts off the next whole PDU, command_length included.
    ///
    /// - Returns: The octets, at least ``minimumLength``; nil if the PDU is not whole yet.
    /// - Throws: ``FramingError/tooShort(_:)`` or ``FramingError/tooLong(_:)``.
    public mutating func next() throws(FramingError) -> [UInt8]? {
        if let failure { throw failure }
        guard unreadCount >= 4 else { return nil }
        let announced = buffer[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard announced >= UInt32(Self.minimumLength) else { throw fail(.tooShort(announced)) }
        guard announced <= UInt32(Self.maximumLength) else { throw fail(.tooLong(announced)) }
        let length = Int(announced)
        guard unreadCount >= length else { return nil }
        let frame = Array(buffer[start..<start + length])
        start += length
        return frame
    }

    private mutating func fail(_ error: FramingError) -> FramingError {
        failure = error
        buffer = []
        start = 0
        return error
    }

    /// Moving the unread octets only once per chunk keeps the cost of many small PDUs linear.
    private mutating func discardRead() {
        guard start > 0 else { return }
        buffer.removeFirst(start)
        start = 0
    }
}

/// Why a byte stream cannot be cut into PDUs any further; the connection has to be closed.
public enum FramingError: Error, Hashable, Sendable {
    /// command_length, given here, is less than the 16 octets of a header.
    case tooShort(UInt32)
    /// command_length, given here, is more than ``PDUFramer/maximumLength``.
    case tooLong(UInt32)
    /// More than ``PDUFramer/maximumUnread`` octets came without being taken out; so many lay there.
    case tooMuchUnread(Int)
}
