import SMSText

/// The texts of ours that modems have sent (các tin modem đã gửi), as their files in `sent` tell.
///
/// smstools writes the modem's number of the last part into the file; the parts before have the numbers before.
struct SentTexts: Sendable {
    /// Files of which the numbers are kept; more are not found again.
    static let maximumFiles = 100_000
    /// New files that are usually read at once.
    static let usualReads = 5_000
    /// How long before its report a text may have been sent, in seconds: a week; earlier ones had the number before.
    static let oldestSeconds: Int64 = 7 * 86_400
    /// How long after a report the file of its text may come, in seconds: the other parts are still being sent.
    static let latestSeconds: Int64 = 300

    /// A part that was sent.
    private struct Entry: Sendable {
        let reference: Int64
        let sentAt: Int64
        let isLast: Bool
    }

    /// Whether every file that was there has been read: only then a text that is not found was not sent.
    private(set) var isComplete = true

    private let maximumReads: Int
    private var entries: [SentPart: [Entry]] = [:]
    private var known: [String: [SentPart]] = [:]

    /// Knows nothing yet.
    ///
    /// - Parameter maximumReads: New files that are read at once; the rest is read the next time.
    init(maximumReads: Int = SentTexts.usualReads) { self.maximumReads = maximumReads }

    /// Looks for the text that a report is of.
    ///
    /// - Parameters:
    ///   - part: The part, as the report names it.
    ///   - reportedAt: When the report was written, in seconds.
    /// - Returns: Our reference, and whether it is the text's last part; nil if no file is known.
    func text(of part: SentPart, reportedAt: Int64) -> (reference: Int64, isLast: Bool)? {
        let span = (reportedAt - Self.oldestSeconds)...(reportedAt + Self.latestSeconds)
        let found = entries[part]?.filter { span.contains($0.sentAt) }.max { $0.sentAt < $1.sentAt }
        return found.map { ($0.reference, $0.isLast) }
    }

    /// Reads the files that have come, and forgets those that are gone; by blocking calls.
    mutating func refresh(_ folder: ReadFolder) {
        guard let all = folder.names(limit: Self.maximumFiles) else {
            isComplete = false
            return
        }
        let names = all.filter { FileDropMessage.reference(ofFile: $0) != nil }
        for gone in Set(known.keys).subtracting(names) { forget(gone) }
        let unknown = names.filter { known[$0] == nil }
        for name in unknown.prefix(maximumReads) { remember(name, folder.read(name)) }
        isComplete = unknown.allSatisfy { known[$0] != nil }
    }

    private mutating func forget(_ name: String) {
        let reference = FileDropMessage.reference(ofFile: name)
        for part in known.removeValue(forKey: name) ?? [] {
            entries[part]?.removeAll { $0.reference == reference }
            if entries[part]?.isEmpty == true { entries[part] = nil }
        }
    }

    private mutating func remember(_ name: String, _ reading: ReadFolder.Reading) {
        guard reading != .later else { return }
        // What cannot be read, or was sent without asking for a report, is not looked at again.
        known[name] = []
        guard case .bytes(let bytes, let modifiedAt) = reading, let file = ModemFile(bytes),
            let reference = FileDropMessage.reference(ofFile: name),
            let id = file["Message_id"].flatMap({ UInt8($0) }),
            let last = SentPart(modem: file["Modem"], number: file["To"], id: id)
        else { return }
        let count = file.text.map { SMSSegmentation($0).segmentCount } ?? 1
        for place in 0..<min(max(1, count), 255) {
            let part = last.before(place)
            entries[part, default: []].append(Entry(reference: reference, sentAt: modifiedAt, isLast: place == 0))
            known[name, default: []].append(part)
        }
    }
}
