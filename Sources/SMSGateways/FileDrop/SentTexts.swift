import SMSText

/// The texts of ours that modems have sent (các tin modem đã gửi), as their files in `sent` tell.
///
/// smstools writes the modem's number of the last part into the file; the parts before have the numbers before.
struct SentTexts: Sendable {
    /// Files of which the numbers are kept; more are not found again.
    static let maximumFiles = 100_000
    /// New files that are read at once; the rest is read the next time.
    static let maximumReads = 5_000
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

    private var entries: [SentPart: [Entry]] = [:]
    private var known: [String: [SentPart]] = [:]

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
        let names = folder.names(limit: Self.maximumFiles).filter { FileDropMessage.reference(ofFile: $0) != nil }
        for gone in Set(known.keys).subtracting(names) { forget(gone) }
        var reads = 0
        for name in names where known[name] == nil && reads < Self.maximumReads {
            reads += 1
            remember(name, folder.read(name))
        }
    }

    private mutating func forget(_ name: String) {
        let reference = FileDropMessage.reference(ofFile: name)
        for part in known.removeValue(forKey: name) ?? [] {
            entries[part]?.removeAll { $0.reference == reference }
            if entries[part]?.isEmpty == true { entries[part] = nil }
        }
    }

    private mutating func remember(_ name: String, _ reading: ReadFolder.Reading) {
        // What cannot be read now, or was sent without asking for a report, is not looked at again.
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
