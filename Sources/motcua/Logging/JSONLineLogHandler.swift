import Logging

/// A log handler that writes each event as one JSON object on one line of standard error.
///
/// Fields, in this order: `time` (ISO 8601, UTC+07:00, milliseconds), `level`, `label`, `message`, `error` if the event
/// has one, then the metadata by name. Nested metadata is flattened with dots (`dossier.id`). A metadata key that has
/// the name of one of the fields above is written as `metadata.<key>`. Personal data and secrets are masked by key,
/// see ``MaskingRule``; messages are constants by house rule and not masked.
struct JSONLineLogHandler: LogHandler {
    /// What gives the present time, in milliseconds since 1970 UTC.
    typealias Clock = @Sendable () -> Int64
    /// What takes a whole line, the line feed included.
    typealias Sink = @Sendable (String) -> Void

    private static let ownFields: Set<String> = ["time", "level", "label", "message", "error"]

    /// The logger's own level if it was given one, else the threshold of all.
    var logLevel: Logger.Level {
        get { ownLevel ?? threshold.level }
        set { ownLevel = newValue }
    }
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let threshold: LogThreshold
    private var ownLevel: Logger.Level?
    private let label: String
    private let now: Clock
    private let write: Sink

    /// Creates a handler for one logger.
    ///
    /// - Parameters:
    ///   - label: The logger's label.
    ///   - threshold: Events below its level are not logged.
    ///   - metadataProvider: Adds metadata of the running task; the event's own metadata wins over it.
    ///   - now: The present time; the machine's unless a test says otherwise.
    ///   - write: Takes the lines; standard error unless a test says otherwise.
    init(
        label: String,
        threshold: LogThreshold,
        metadataProvider: Logger.MetadataProvider? = nil,
        now: @escaping Clock = LogTimestamp.machineMilliseconds,
        write: @escaping Sink = StandardErrorLine.write
    ) {
        self.label = label
        self.threshold = threshold
        self.metadataProvider = metadataProvider
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = JSONLine()
        line.append("time", .text(LogTimestamp.text(milliseconds: now())))
        line.append("level", .text(event.level.rawValue))
        line.append("label", .text(label))
        line.append("message", .text(event.message.description))
        if let error = event.error {
            line.append("error", .text(String(describing: error)))
        }
        let fields = FlatMetadata(merged(with: event.metadata)).fields
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            line.append(Self.ownFields.contains(key) ? "metadata." + key : key, value)
        }
        write(line.finished())
    }

    /// Returns the handler's, the provider's and the event's metadata, the later winning.
    private func merged(with own: Logger.Metadata?) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get() {
            all.merge(provided) { _, provided in provided }
        }
        if let own {
            all.merge(own) { _, own in own }
        }
        return all
    }
}
