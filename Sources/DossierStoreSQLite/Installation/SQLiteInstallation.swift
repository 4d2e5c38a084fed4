import DossierEngine

/// Settings and configuration versions of the database (thông tin cài đặt).
extension SQLiteReading {
    func setting(_ name: InstallationSetting) throws -> String? {
        try statements.first("SELECT value FROM installation WHERE name = ?", .text(name.rawValue)) { $0.text(0) }
    }

    func configuration(_ version: ConfigurationVersion, of kind: String) throws -> StoredConfiguration? {
        try statements.first(
            "SELECT kind, name, version, content FROM configuration WHERE kind = ? AND name = ? AND version = ?",
            .text(kind),
            .text(version.name),
            .count(version.version)
        ) { StoredConfiguration($0) }
    }

    func configurations(of kind: String) throws -> [StoredConfiguration] {
        try statements.all(
            "SELECT kind, name, version, content FROM configuration WHERE kind = ? ORDER BY name, version",
            .text(kind)
        ) { StoredConfiguration($0) }
    }

    /// Every version of a kind in use so far, by name and version, without their content.
    func configurationVersions(of kind: String) throws -> [ConfigurationVersion] {
        try statements.all(
            "SELECT name, version FROM configuration WHERE kind = ? ORDER BY name, version",
            .text(kind)
        ) { ConfigurationVersion(name: $0.text(0), version: $0.count(1)) }
    }

    func readConfigurations(_ take: (StoredConfiguration) throws -> Void) throws {
        _ = try statements.all(
            "SELECT kind, name, version, content FROM configuration ORDER BY kind, name, version"
        ) { try take(StoredConfiguration($0)) }
    }
}

extension StoredConfiguration {
    /// Reads kind, name, version and content from the first four columns.
    fileprivate init(_ row: SQLRow) {
        self.init(kind: row.text(0), name: row.text(1), version: row.count(2), content: row.text(3))
    }
}

extension SQLiteTransaction {
    func set(_ name: InstallationSetting, to value: String) throws {
        try statements.run(
            """
            INSERT INTO installation (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            .text(name.rawValue),
            .text(value)
        )
    }

    func insert(_ configuration: StoredConfiguration) throws {
        try statements.run(
            "INSERT INTO configuration (kind, name, version, content) VALUES (?, ?, ?, ?)",
            .text(configuration.kind),
            .text(configuration.name),
            .count(configuration.version),
            .text(configuration.content)
        )
    }
}
