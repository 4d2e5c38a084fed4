import NIOCore

/// Sends prepared requests over and over, each as it is.
final class RepeatedRequests: RequestSource {
    private let requests: [ByteBuffer]
    private var position: Int

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - requests: The requests, at least one.
    ///   - start: Where in the list to begin.
    init(_ requests: [ByteBuffer], from start: Int = 0) {
        self.requests = requests
        position = start % max(1, requests.count)
    }

    func next() -> ByteBuffer? {
        defer { position = position + 1 == requests.count ? 0 : position + 1 }
        return requests[position]
    }
}

/// Sends prepared requests, each once.
final class SingleRequests: RequestSource {
    private var requests: IndexingIterator<[ByteBuffer]>

    init(_ requests: [ByteBuffer]) { self.requests = requests.makeIterator() }

    func next() -> ByteBuffer? { requests.next() }
}

/// Sends prepared requests over and over, each time with an idempotency key of its own.
final class KeyedRequests: RequestSource {
    /// How many digits the counter at the end of a key has.
    static let digits = 12

    private let requests: [ByteBuffer]
    private let offset: Int
    private var sent = 0
    private let limit: Int

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - requests: The requests, at least one, all with twelve digits to be overwritten at the same place.
    ///   - offset: Where the digits begin.
    ///   - limit: How many requests are sent at most.
    init(_ requests: [ByteBuffer], digitsAt offset: Int, limit: Int = .max) {
        self.requests = requests
        self.offset = offset
        self.limit = limit
    }

    func next() -> ByteBuffer? {
        guard sent < limit else { return nil }
        var request = requests[sent % requests.count]
        var rest = sent
        for place in (offset..<offset + Self.digits).reversed() {
            request.setInteger(UInt8(0x30 + rest % 10), at: request.readerIndex + place)
            rest /= 10
        }
        sent += 1
        return request
    }
}
