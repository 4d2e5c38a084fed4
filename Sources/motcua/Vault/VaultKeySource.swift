import DossierConfig
import DossierEngine
import Foundation

/// Where the keys of the vault come from (nguồn khóa): the variable `MOTCUA_VAULT_KEY`, else the key file.
struct VaultKeySource {
    /// The variable that holds keys; it beats the file.
    static let variable = Settings.vaultKeyVariable
    /// The variable of the setting that names the file.
    static let fileVariable = "MOTCUA_VAULT_KEY_FILE"
    /// The name of the file beside a database.
    static let fileName = "motcua.key"

    /// The key file; not used while the variable is set.
    let file: VaultKeyFile
    private let typed: String?

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - settings: Where the file is, and the database.
    ///   - database: The database that the file stands beside if the settings do not say; by default theirs.
    ///   - environment: Where the variable may be.
    init(
        _ settings: Settings,
        database: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let folder = URL(filePath: database ?? settings.databaseFile).deletingLastPathComponent()
        let beside = folder.appending(path: Self.fileName).path
        file = VaultKeyFile(path: settings.vaultKeyFile.isEmpty ? beside : settings.vaultKeyFile)
        typed = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the keys come from the environment.
    var isVariable: Bool { typed != nil }

    /// What messages call the source.
    var name: String { isVariable ? Self.variable : file.path }

    /// The keys that are there; nil if there are none.
    ///
    /// - Throws: ``VaultKeyRefusal``.
    func keys() throws(VaultKeyRefusal) -> VaultKeyRing? {
        guard let typed else { return try file.read() }
        do throws(VaultKeyText.Defect) {
            return try VaultKeyText.ring(typed)
        } catch {
            throw .malformed(source: Self.variable, line: error.line)
        }
    }

    /// The keys for a database, made for one in which nothing is encrypted yet.
    ///
    /// - Parameters:
    ///   - records: What the database knows of its keys.
    ///   - entropy: Where a new key comes from.
    /// - Returns: The keys, held against what the database knows.
    /// - Throws: ``VaultKeyRefusal``.
    func keys(
        for records: [VaultKeyRecord],
        entropy: any EntropySource
    ) throws(VaultKeyRefusal) -> VaultKeyRing {
        if let keys = try keys(for: records) { return keys }
        return try made(id: 1, beside: [], entropy: entropy)
    }

    /// The keys for a database; nil if there are none and nothing in it is encrypted.
    ///
    /// - Throws: ``VaultKeyRefusal``.
    func keys(for records: [VaultKeyRecord]) throws(VaultKeyRefusal) -> VaultKeyRing? {
        guard let keys = try keys() else {
            guard !records.contains(where: { $0.id != 0 }) else { throw .absent(file: file.path) }
            return nil
        }
        do throws(VaultKeyMismatch) {
            try keys.check(against: records)
        } catch {
            throw VaultKeyRefusal(error, source: name)
        }
        return keys
    }

    /// Adds a new key to the file.
    ///
    /// - Throws: ``VaultKeyRefusal``.
    func made(
        id: Int64,
        beside older: [VaultKey],
        entropy: any EntropySource
    ) throws(VaultKeyRefusal) -> VaultKeyRing {
        guard !isVariable else { throw .variableWithoutNewKey(next: id) }
        guard id <= VaultKeyText.maximumID, let key = VaultKey(id: id, bytes: entropy.bytes(VaultKey.length)),
            let ring = VaultKeyRing(older + [key])
        else { throw .unwritable(file: file.path, reason: "there is no number left for a key") }
        try file.write(ring)
        return ring
    }
}
