import Logging
import Synchronization

/// Everything that was logged, at every level.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    /// A logger whose lines are kept here.
    var logger: Logger { Logger(label: "test") { [self] _ in KeepingLogHandler(lines: self) } }

    fileprivate func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// A log handler that keeps message, error and metadata.
private struct KeepingLogHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let error = event.error.map { "\($0)" } ?? ""
        lines.add("\(event.message) \(error) \(metadata) \(event.metadata ?? [:])")
    }
}
