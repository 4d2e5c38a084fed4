import NIOCore
import Synchronization

/// Whether the body of a request was handed to a connection (đã gửi đi hay chưa).
///
/// The client asks for the body only when a connection stands and the head is written. Until then no server can have
/// the text, whatever error ends the request.
final class Departure: Sendable {
    private enum State: Sendable {
        case untold
        case waiting
        case departed
    }

    private let state = Mutex(State.untold)

    /// Whether there is a body and it was surely never handed over.
    var isSurelyMissing: Bool { state.withLock { $0 == .waiting } }

    /// Tells that a body exists and will say when it leaves.
    func willTell() { state.withLock { $0 = .waiting } }

    /// Tells that the body leaves.
    func leave() { state.withLock { $0 = .departed } }
}

/// A body that tells when it leaves.
struct DepartingBody: AsyncSequence, Sendable {
    /// The whole body.
    let bytes: ByteBuffer
    /// Who is told.
    let departure: Departure

    /// Gives the body once, in one piece.
    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var bytes: ByteBuffer?
        fileprivate let departure: Departure

        mutating func next() async throws -> ByteBuffer? {
            departure.leave()
            defer { bytes = nil }
            return bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes, departure: departure) }
}
