import DossierEngine
import DossierStoreSQLite
import Foundation
import WorkingCalendar

/// What a copy of the database is (bản kê bản sao lưu): beside it as `<copy>.json`, by which it is proved unchanged.
struct BackupManifest: Hashable {
    /// The form of the manifest; a later program may know more of them.
    static let format: Int64 = 1
    /// What its name adds to the copy's.
    static let ending = ".json"
    /// The most bytes of a manifest that are read.
    static let maximumBytes = 65_536

    /// When it was taken, in the machine's time.
    let takenAt: Instant
    /// When it was taken, in the time of the service: the same, except with a simulated clock.
    let serviceTime: Instant
    /// The name of its newest migration, which tells the oldest program that can read it.
    let schema: String
    /// How many events it has, which is the sequence of the last one.
    let events: Int64
    /// The root of the tree over its events, to hold it against checkpoints; nil if it is of before the tree, its tree
    /// is damaged, or an older program wrote the manifest.
    let root: Digest?
    /// How many dossiers it has.
    let dossiers: Int64
    /// Its length.
    let bytes: Int64
    /// The SHA-256 of all its bytes.
    let sha256: Digest
    /// The archive that belongs to it; nil if it has none.
    let archive: ArchiveCopy?

    /// The lengths that a database can have: from one page to as many as SQLite counts, 281 TB.
    private static let lengths: ClosedRange<Int64> = 512...(1 << 48)

    /// What the manifest says that no copy can have, as field and value; nil if there is nothing.
    var impossible: (field: String, value: Int64)? {
        if !Self.lengths.contains(bytes) { return ("bytes", bytes) }
        if let archive, !Self.lengths.contains(archive.bytes) { return ("archive.bytes", archive.bytes) }
        if events < 0 { return ("events", events) }
        if dossiers < 0 { return ("dossiers", dossiers) }
        return nil
    }

    /// What the manifest says otherwise than the copy itself, in words; nil if they agree.
    ///
    /// - Parameters:
    ///   - summary: What the copy holds.
    ///   - found: The root of its tree; nil if it has none.
    /// - Returns: The first difference.
    func difference(from summary: CopySummary, root found: Digest?) -> String? {
        let time = (summary.demoClock ?? takenAt).iso8601
        let facts = [
            ("schema", schema, summary.schema), ("events", "\(events)", "\(summary.events)"),
            ("dossiers", "\(dossiers)", "\(summary.dossiers)"), ("serviceTime", serviceTime.iso8601, time),
            ("root", root?.hexadecimal ?? "", root == nil ? "" : found?.hexadecimal ?? "none"),
        ]
        return facts.first { $0.1 != $0.2 }.map { "\($0.0) \($0.1), not \($0.2)" }
    }

    /// Where the manifest of a copy lies.
    static func path(of copy: String) -> String { copy + ending }

    /// The manifest as it is written.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("format", Self.format)
            writer.member("takenAt", takenAt.iso8601)
            writer.member("serviceTime", serviceTime.iso8601)
            writer.member("schema", schema)
            writer.member("events", events)
            if let root { writer.member("root", root.hexadecimal) }
            writer.member("dossiers", dossiers)
            writer.member("bytes", bytes)
            writer.member("sha256", sha256.hexadecimal)
            if let archive {
                writer.key("archive")
                writer.object { archive.write(to: &$0) }
            }
        }
        return writer.bytes + Array("\n".utf8)
    }
}

extension BackupManifest {
    /// The manifest of a copy; nil if there is none that can be read.
    static func read(of copy: String) -> BackupManifest? {
        // What cannot be read is no manifest.
        let bytes = try? DiskFile.beginning(of: path(of: copy), bytes: maximumBytes)
        return bytes.flatMap { BackupManifest(json: Array($0)) }
    }

    /// Reads a manifest; nil if it is none of this form.
    init?(json: [UInt8]) {
        // What is no JSON is no manifest.
        guard let value = try? JSONParser.parse(json), value["format"]?.integer == Self.format,
            let takenAt = value["takenAt"]?.string.flatMap(Instant.init(iso8601:)),
            let serviceTime = value["serviceTime"]?.string.flatMap(Instant.init(iso8601:)),
            let schema = value["schema"]?.string, let events = value["events"]?.integer,
            let dossiers = value["dossiers"]?.integer, let bytes = value["bytes"]?.integer,
            let sha256 = value["sha256"]?.string.flatMap(Digest.init(hexadecimal:))
        else { return nil }
        self.init(
            takenAt: takenAt,
            serviceTime: serviceTime,
            schema: schema,
            events: events,
            root: value["root"]?.string.flatMap(Digest.init(hexadecimal:)),
            dossiers: dossiers,
            bytes: bytes,
            sha256: sha256,
            archive: value["archive"].flatMap(ArchiveCopy.init)
        )
    }
}
