import WorkingCalendar

/// When copies are due, what they are called, and which are no longer kept (lịch sao lưu); it touches no disk.
struct BackupSchedule: Hashable {
    private static let prefix = "motcua-"
    private static let ending = ".sqlite"
    private static let draftEndings = BackupDrafts.endings.map { BackupDrafts.unfinished + $0 }

    /// The least minutes between two copies.
    let minutes: Int
    /// How many copies are kept, 1 or more.
    let keep: Int

    /// The name of a copy that is taken at an instant, by local time.
    static func name(at instant: Instant) -> String { prefix + stamp(instant) + ending }

    /// An instant in a name: `20220105-102000`, local time.
    static func stamp(_ instant: Instant) -> String {
        let text = instant.roundedDownToSecond.iso8601.prefix(19).filter { $0.isNumber || $0 == "T" }
        return text.replacing("T", with: "-")
    }

    /// When a copy was taken, by its name; nil if the name is none that ``name(at:)`` gives.
    static func instant(of name: String) -> Instant? {
        guard name.hasPrefix(prefix), name.hasSuffix(ending) else { return nil }
        let stamp = name.dropFirst(prefix.count).dropLast(ending.count)
        guard stamp.count == 15, stamp.allSatisfy({ $0.isASCII }) else { return nil }
        let digits = stamp.filter { $0.isNumber }.map { String($0) }
        guard digits.count == 14 else { return nil }
        func part(_ range: Range<Int>) -> String { digits[range].joined() }
        let day = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
        let instant = Instant(iso8601: "\(day)T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))+07:00")
        // A date that does not exist, or a form of its own, gives another name.
        return instant.flatMap { Self.name(at: $0) == name ? $0 : nil }
    }

    /// The newest copy among the names of a folder, of a moment or before it; nil if there is none.
    static func newest(of names: [String], until now: Instant) -> Instant? {
        names.compactMap(instant).filter { $0 <= now }.max()
    }

    /// The copies whose names lie in the future, in order: somebody named them, or the clock ran ahead.
    ///
    /// They neither hold a copy up nor push one out, and are left to whoever made them.
    static func future(of names: [String], at now: Instant) -> [String] {
        names.filter { name in instant(of: name).map { $0 > now } ?? false }.sorted()
    }

    /// Whether a copy is due, judged by those of now and before.
    func isDue(after names: [String], at now: Instant) -> Bool {
        guard let newest = Self.newest(of: names, until: now) else { return true }
        return now.milliseconds - newest.milliseconds >= Int64(minutes) * 60_000
    }

    /// The copies of now and before that are no longer kept, oldest first.
    func surplus(of names: [String], at now: Instant) -> [String] {
        let copies = names.filter { name in Self.instant(of: name).map { $0 <= now } ?? false }.sorted()
        return Array(copies.dropLast(keep))
    }

    /// What a crash left in a folder: drafts, what SQLite keeps beside them, and manifests and archives of scheduled
    /// copies that never got their names.
    static func unfinished(of names: [String]) -> [String] {
        let all = Set(names)
        return names.filter { name in
            guard name.hasPrefix(prefix) else { return false }
            if draftEndings.contains(where: name.hasSuffix) { return true }
            return [BackupManifest.path(of: ""), ArchiveCopy.path(of: "")].contains { ending in
                let copy = String(name.dropLast(ending.count))
                return name.hasSuffix(ending) && instant(of: copy) != nil && !all.contains(copy)
            }
        }
    }
}
