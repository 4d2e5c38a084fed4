import CProgramSupport
package import Foundation
import Synchronization

/// A pipe to a program or from it, whose ends no program inherits by chance.
///
/// Foundation's pipe takes a refusal of the system silently and traps later; this one throws.
package final class ProgramPipe: Sendable {
    /// What is asked for at once, in bytes: what a Linux pipe holds.
    private static let capacity = 65_536

    /// One end of a pipe; closed with its last user at the latest.
    package final class End: Sendable {
        private let number: Mutex<Int32?>

        init(_ number: Int32) { self.number = Mutex(number) }

        deinit { close() }

        /// The descriptor; -1, which is none, once it is closed.
        package var descriptor: Int32 { number.withLock { $0 ?? -1 } }

        /// Closes it; may be called twice.
        package func close() {
            number.withLock { number in
                if let number { Foundation.close(number) }
                number = nil
            }
        }
    }

    /// A pipe whose reader is gone shall give an error and not end the tests.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// The end that is read.
    package let reading: End
    /// The end that is written to.
    package let writing: End

    /// Makes a pipe.
    ///
    /// - Throws: ``ProgramFailure`` if the system has no descriptors left.
    package init() throws {
        Self.ignoresBrokenPipes
        var ends: [Int32] = [-1, -1]
        guard motcua_pipe(&ends) == 0 else { throw ProgramFailure("a pipe cannot be made", code: errno) }
        reading = End(ends[0])
        writing = End(ends[1])
    }

    /// Waits for the next bytes, on the caller's thread.
    ///
    /// - Parameter bound: How long at most.
    /// - Returns: What is there; nothing once the writers have closed their ends.
    /// - Throws: ``ProgramFailure`` if nothing comes, or the pipe cannot be read.
    package func next(within bound: Duration = SpawnedProgram.patience) throws -> Data {
        var ready = pollfd(fd: reading.descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: bound.components.seconds * 1_000)
        var found: Int32
        repeat { found = poll(&ready, 1, milliseconds) } while found < 0 && errno == EINTR
        guard found >= 0 else { throw ProgramFailure("a pipe cannot be awaited", code: errno) }
        guard found > 0 else { throw ProgramFailure("nothing came out of a pipe within \(bound)") }
        var bytes = [UInt8](repeating: 0, count: Self.capacity)
        var count: Int
        repeat { count = read(reading.descriptor, &bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count >= 0 else { throw ProgramFailure("a pipe cannot be read", code: errno) }
        return Data(bytes.prefix(count))
    }

    /// Writes bytes, and waits while the pipe is full.
    ///
    /// - Parameter bytes: What is written.
    /// - Throws: ``ProgramFailure`` if nobody reads any more.
    package func write(_ bytes: Data) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(writing.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ProgramFailure("a pipe cannot be written to", code: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
