import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation

/// Puts a new key in the place of the vault's old one (thay khóa mã hóa); may be killed anywhere and run again.
///
/// The new key is on disk before anything is sealed with it; the old one is taken out of the file only when nothing in
/// this database, nor in another one beside it, is sealed with it any more. Keys of the environment are the
/// administrator's to take out.
struct Rekeying {
    /// What was done.
    struct Outcome: Hashable {
        /// The key in use.
        var key: Int64
        /// Whether this was the rest of one that was broken off.
        var isResumed: Bool
        /// How many entries were sealed anew.
        var sealed = 0
        /// How many are damaged and stay as they are.
        var damaged = 0
        /// The keys that nothing needs any more: taken out of the file, or, where they stand in the environment, to be
        /// taken out by the administrator.
        var dropped: [Int64] = []
        /// Keys that stay, and a database for each that needs it, or of which that cannot be told.
        var kept: [Int64: String] = [:]
    }

    /// Where the work stands, for whoever watches it.
    enum Stage: Hashable {
        /// The new key is on disk.
        case keyWritten
        /// The database knows the new key.
        case settled
        /// So many entries are sealed with it.
        case sealed(Int)
        /// Nothing in the database needs another.
        case released
    }

    let store: SQLiteDossierStore
    let database: String
    let source: VaultKeySource
    let entropy: any EntropySource
    /// How many entries are sealed in one transaction.
    var batchSize = VaultReencryption.usualBatch

    /// Does it.
    ///
    /// - Parameter watch: Told of every stage; if it throws, the work is broken off there.
    /// - Returns: What was done.
    /// - Throws: ``VaultKeyRefusal``; `StoreError`; whatever the closure throws.
    func run(watch: (Stage) throws -> Void = { _ in }) async throws -> Outcome {
        let records = try await store.read { try $0.vaultKeyRecords() }
        var keys = try source.keys(for: records, entropy: entropy)
        let isFresh = !records.contains { $0.id == keys.newest?.id }
        // In the environment the administrator puts a new key beside the old one before any work was begun.
        let isResumed = isFresh ? !source.isVariable && records.contains { $0.id != 0 } : records.count > 1
        if !isFresh, !isResumed { keys = try newKey(beside: keys) }
        try watch(.keyWritten)

        store.unlock(with: keys)
        try await VaultSettlement.settle(store, entropy: entropy)
        try watch(.settled)
        let work = VaultOpening(store: store, source: source).reencryption(entropy: entropy, batchSize: batchSize)
        let result = try await work.run { try watch(.sealed($0)) }
        try watch(.released)

        var outcome = Outcome(key: keys.newest?.id ?? 0, isResumed: isResumed)
        outcome.sealed = result.sealed
        outcome.damaged = result.damaged
        if result.damaged == 0 { try drop(from: keys, outcome: &outcome) }
        return outcome
    }

    private func newKey(beside keys: VaultKeyRing) throws -> VaultKeyRing {
        try source.made(id: (keys.newest?.id ?? 0) + 1, beside: keys.keys, entropy: entropy)
    }

    /// Finds the keys that nobody needs, and takes them out of the file; those of the environment stay there.
    private func drop(from keys: VaultKeyRing, outcome: inout Outcome) throws {
        let older = keys.keys.filter { $0.id != outcome.key }
        guard !older.isEmpty else { return }
        let others = DatabasesBeside(database: database, keyFile: source.file.path)
        for key in older { outcome.kept[key.id] = others.first(sealedWith: key) }
        outcome.dropped = older.map(\.id).filter { outcome.kept[$0] == nil }
        let rest = keys.keys.filter { !outcome.dropped.contains($0.id) }
        guard !source.isVariable, let ring = VaultKeyRing(rest) else { return }
        try source.file.write(ring)
    }
}

/// The databases in the folders of a database and of its key file (cơ sở dữ liệu cùng thư mục): copies, others.
struct DatabasesBeside {
    /// How many files of a folder are looked at.
    private static let maximumFiles = 10_000
    private static let magic = Array("SQLite format 3\0".utf8)

    private let paths: [String]
    /// The first folder that could not be listed whole.
    private var unlisted: String?

    /// Finds them.
    init(database: String, keyFile: String) {
        let own = URL(filePath: database).standardizedFileURL
        let folders = Set([own, URL(filePath: keyFile).standardizedFileURL].map { $0.deletingLastPathComponent() })
        var paths: [String] = []
        for folder in folders {
            // What cannot be listed is told below.
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
            if names == nil || names.map(\.count) ?? 0 > Self.maximumFiles { unlisted = unlisted ?? folder.path }
            let files = (names ?? []).sorted().prefix(Self.maximumFiles).map { name in
                folder.appending(path: name).standardizedFileURL
            }
            paths += files.filter { $0 != own }.map(\.path)
        }
        self.paths = paths.filter(Self.isDatabase).sorted()
    }

    /// The first of them that knows a key, or of which that cannot be told; nil if surely none does.
    func first(sealedWith key: VaultKey) -> String? {
        let record = VaultKeyRecord(id: key.id, checkValue: key.checkValue)
        let found = paths.first { path in
            // One that cannot be read may be a copy that is read again some day.
            (try? SQLiteDossierStore.vaultKeyRecords(of: path).contains(record)) ?? true
        }
        return found ?? unlisted
    }

    private static func isDatabase(_ path: String) -> Bool {
        // What is no file, or cannot be read, is none that could be opened.
        let head = try? DiskFile.beginning(of: path, bytes: magic.count)
        return head.map(Array.init) == magic
    }
}
