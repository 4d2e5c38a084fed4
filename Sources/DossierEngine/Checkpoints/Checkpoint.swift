public import WorkingCalendar

/// A checkpoint (mốc lịch sử): what the whole history was at one moment, in three lines.
///
/// Shape: the origin, the number of events, the root of the tree over them in base64, each on a line of its own; then
/// lines of ours, which other programs pass over: `time` with an instant, and in the first checkpoint of an epoch
/// `continues` with what was given up and `reason`. Source: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
    /// Which history it is about: the key's name, followed by the epoch from the second one on.
    public let origin: String
    /// How many events there are.
    public let size: Int64
    /// The root of the tree over them.
    public let root: Digest
    /// When it was made, by the machine's clock; nil if it does not say so.
    public let at: Instant?
    /// What an administrator gave up with it; nil except in the first checkpoint of an epoch.
    public let fork: CheckpointFork?

    /// Creates a checkpoint.
    public init(origin: String, size: Int64, root: Digest, at: Instant?, fork: CheckpointFork? = nil) {
        self.origin = origin
        self.size = size
        self.root = root
        self.at = at
        self.fork = fork
    }

    /// Reads a checkpoint; nil if it is none.
    public init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", lines.dropLast().allSatisfy({ !$0.isEmpty }),
            let size = Int64(lines[1]), size >= 0, String(size) == lines[1],
            let root = Base64.digest(String(lines[2]))
        else { return nil }
        self.init(
            origin: String(lines[0]),
            size: size,
            root: root,
            at: Self.value(of: "time", in: lines[3...]).flatMap { Instant(iso8601: $0) },
            fork: CheckpointFork(lines: lines[3...])
        )
    }

    /// The written form, which is what is signed.
    public var text: String {
        var lines = [origin, String(size), Base64.text(root.bytes)]
        if let at { lines.append("time " + at.iso8601) }
        if let fork { lines += fork.lines }
        return lines.joined(separator: "\n") + "\n"
    }

    static func value(of name: String, in lines: ArraySlice<Substring>) -> String? {
        lines.first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.utf8.count + 1)) }
    }
}

/// The end of a history that an administrator gave up (nhánh lịch sử đã bỏ), as after restoring an older backup.
public struct CheckpointFork: Hashable, Sendable {
    /// The origin that ends.
    public let origin: String
    /// The number of events in its last checkpoint.
    public let size: Int64
    /// The root of its last checkpoint.
    public let root: Digest
    /// Why, in the administrator's words.
    public let reason: String

    /// The longest reason, in characters.
    public static let maximumReason = 200

    /// Whether a reason can be taken: visible text in one line, at most ``maximumReason`` characters.
    public static func takes(reason: String) -> Bool {
        let isOneLine = reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x2028 }
        return (1...maximumReason).contains(reason.count) && isOneLine && reason.contains { $0 != " " }
    }

    /// Creates what ends.
    ///
    /// - Parameters:
    ///   - last: The last checkpoint of what ends.
    ///   - reason: Why; nil is returned for one that ``takes(reason:)`` refuses.
    public init?(after last: Checkpoint, reason: String) {
        guard Self.takes(reason: reason) else { return nil }
        self.init(origin: last.origin, size: last.size, root: last.root, reason: reason)
    }

    private init(origin: String, size: Int64, root: Digest, reason: String) {
        self.origin = origin
        self.size = size
        self.root = root
        self.reason = reason
    }

    init?(lines: ArraySlice<Substring>) {
        guard let continued = Checkpoint.value(of: "continues", in: lines)?.split(separator: " "), continued.count == 3,
            let size = Int64(continued[1]), let root = Base64.digest(String(continued[2])),
            let reason = Checkpoint.value(of: "reason", in: lines)
        else { return nil }
        self.init(origin: String(continued[0]), size: size, root: root, reason: reason)
    }

    var lines: [String] { ["continues \(origin) \(size) \(Base64.text(root.bytes))", "reason " + reason] }
}
