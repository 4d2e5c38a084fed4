import Glibc
import Synchronization

/// Whole lines to standard error, each by one `write(2)`.
enum StandardErrorLine {
    /// Keeps lines of this process apart if the kernel takes a long line only in part.
    private static let turn = Mutex(())

    /// Writes a line to standard error.
    static let write: @Sendable (String) -> Void = { line in
        write(line, to: STDERR_FILENO)
    }

    /// Writes a line to an open file, going on where a signal or a full pipe cut it short.
    ///
    /// A line that cannot be written is lost: there is no other place to report it to, and the log must not stop the
    /// work it reports on.
    static func write(_ line: String, to descriptor: Int32) {
        let bytes = Array(line.utf8)
        turn.withLock { _ in
            bytes.withUnsafeBytes { buffer in
                var rest = buffer[...]
                while !rest.isEmpty {
                    let part = UnsafeRawBufferPointer(rebasing: rest)
                    let written = Glibc.write(descriptor, part.baseAddress, part.count)
                    guard written >= 0 else {
                        if errno == EINTR { continue }
                        return
                    }
                    rest = rest.dropFirst(written)
                }
            }
        }
    }
}
