import DossierEngine
import DossierTestKit
import Foundation
import GRDB
import ProgramSupport
import SMSPeers
import Testing
import WorkingCalendar

@testable import motcua

/// The copies of a district's database, made on a schedule and by hand while everybody works and the machine goes down.
///
/// A copy that has its name is whole and has its manifest, holds every dossier that was acknowledged before it began,
/// and can be restored; what is left of others is gone with the next start.
struct CrashCopies: Sendable {
    private let config: String
    private let database: String
    private let folder: String
    /// What copies by hand have to hold: what was acknowledged before, and how often each dossier was changed.
    private var promised: [String: [String: Int]] = [:]
    /// What copies of the server that was started last have to hold.
    private var current: [String: Int] = [:]
    /// The copies that were there before that start.
    private var known: Set<String> = []
    private var leftovers: Set<String> = []
    private var byHand = 0
    /// How many copies were found whole.
    private(set) var found = 0
    /// How often something of a copy was left unfinished.
    private(set) var broken = 0

    /// Makes the folder and has the schedule copy into it.
    ///
    /// - Parameters:
    ///   - database: The district's database.
    ///   - config: Its configuration.
    /// - Throws: If the folder cannot be made.
    init(of database: String, config: ConfigCopy) throws {
        self.database = database
        self.config = config.file
        // Its path begins as the database's does, so that a disk that fails fails here too.
        folder = URL(filePath: database).deletingLastPathComponent().path + "/motcua-copies"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try config.replace(#"folder: """#, with: "folder: \"\(folder)\"", in: "motcua.yaml")
        try config.replace("everyMinutes: 1440", with: "everyMinutes: 1", in: "motcua.yaml")
        // So slow that the machine goes down over it.
        try config.replace("mebibytesPerSecond: 50", with: "mebibytesPerSecond: 1", in: "motcua.yaml")
    }

    /// Begins a copy by hand, which the machine may go down over.
    mutating func beginOne(_ record: CrashRecord, environment: [String: String]) throws -> SpawnedProgram {
        byHand += 1
        let name = "motcua-hand-\(byHand).sqlite"
        promised[name] = Self.changes(record)
        return try SpawnedProgram(
            Program.path,
            ["backup", folder + "/" + name, "--database", database, "--config", config],
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            folder: Checkout.path
        )
    }

    /// Prepares for the start of a server, which copies at once if there is no copy of the last minute.
    mutating func prepareStart(_ record: CrashRecord, _ generator: inout SeededGenerator) throws {
        if Bool.random(using: &generator) { for name in try finished() { try remove(name) } }
        current = Self.changes(record)
        known = Set(try finished())
    }

    /// Whether what crashes left of copies goes, after a start.
    mutating func expectSwept() async throws {
        let (left, folder) = (leftovers, folder)
        try await until("the leftovers of copies are gone: \(left.sorted())") {
            left.isDisjoint(with: try FileManager.default.contentsOfDirectory(atPath: folder))
        }
        leftovers = []
    }

    /// Looks at the copies after the machine went down.
    mutating func judge() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let copies = try finished()
        for name in copies where !known.contains(name) {
            found += 1
            let path = folder + "/" + name
            let bytes = FileManager.default.contents(atPath: BackupManifest.path(of: path))
            let manifest = try #require(bytes.flatMap { BackupManifest(json: Array($0)) }, "\(name) has no manifest")
            let sum = try DiskFile.sum(path)
            #expect(
                sum.bytes == manifest.bytes && sum.digest == manifest.sha256,
                "\(name) is not what its manifest says"
            )
            if promised[name] == nil { promised[name] = current }
            try expectComplete(path, promised[name] ?? [:])
        }
        known = Set(copies)
        let whole = Set(copies + copies.map { BackupManifest.path(of: $0) })
        let rest = Set(names).subtracting(whole).filter { $0.hasPrefix("motcua-") }
        if !rest.isEmpty { broken += 1 }
        // The manifest of a copy by hand that never got its name lies at a place that somebody chose: it stays.
        leftovers = rest.filter { !($0.hasPrefix("motcua-hand-") && $0.hasSuffix(".json")) }
    }

    /// Restores the newest copy in another place, and proves it; false if there is none.
    func restoreNewest() throws -> Bool {
        let paths = try finished().map { folder + "/" + $0 }
        guard let newest = try paths.max(by: { try Self.moment(of: $0) < Self.moment(of: $1) }) else { return false }
        let place = try TemporaryFolder()
        let key = URL(filePath: database).deletingLastPathComponent().path + "/motcua.key"
        try FileManager.default.copyItem(atPath: key, toPath: place.path + "/motcua.key")
        for command in [["restore", newest, "--serial-gap", "500"], ["verify"]] {
            let outcome = try Program.run(command + ["--database", place.database, "--config", config])
            #expect(outcome.code == 0, "\(command): \(outcome.output)\(outcome.errors)")
        }
        try expectComplete(place.database, promised[URL(filePath: newest).lastPathComponent] ?? [:])
        return true
    }

    /// The copies that have their names.
    private func finished() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sqlite") }.sorted()
    }

    private func remove(_ name: String) throws {
        for path in [name, BackupManifest.path(of: name)] {
            try FileManager.default.removeItem(atPath: folder + "/" + path)
        }
    }

    private static func moment(of copy: String) throws -> Int64 {
        let bytes = FileManager.default.contents(atPath: BackupManifest.path(of: copy))
        return try #require(bytes.flatMap { BackupManifest(json: Array($0)) }).takenAt.milliseconds
    }

    private static func changes(_ record: CrashRecord) -> [String: Int] {
        record.known.mapValues { $0.marks.values.reduce(0, +) }
    }

    private func expectComplete(_ path: String, _ promised: [String: Int]) throws {
        // SQLite puts files of its own beside whatever it opens.
        let place = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: path, toPath: place.database)
        let queue = try DatabaseQueue(path: place.database)
        let versions = try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT code, version FROM dossier").map { row in
                (row["code"] as String, row["version"] as Int)
            }
        }
        try queue.close()
        let there = Dictionary(uniqueKeysWithValues: versions)
        for (code, changes) in promised {
            #expect((there[code] ?? 0) >= changes, "\(path) lacks what was acknowledged of \(code) before it began")
        }
    }
}
