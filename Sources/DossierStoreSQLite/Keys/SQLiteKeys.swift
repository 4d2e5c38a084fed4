import DossierDomain
import DossierEngine
import WorkingCalendar

/// Keys of other systems (khóa API) in the tables `apiKey` and `apiKeySecret`.
extension SQLiteReading {
    func apiKey(named name: String) throws -> APIKey? {
        try statements.first(
            """
            SELECT id, name, scopes, role, place, gateway, version, createdAt, revokedAt FROM apiKey WHERE name = ?
            """,
            .text(name),
            read: APIKey.init
        )
    }

    func apiKey(_ id: KeyID) throws -> APIKey? {
        try statements.first(
            "SELECT id, name, scopes, role, place, gateway, version, createdAt, revokedAt FROM apiKey WHERE id = ?",
            .integer(id.number),
            read: APIKey.init
        )
    }

    func apiKeys(after key: KeyID?, limit: Int) throws -> [APIKey] {
        try statements.all(
            """
            SELECT id, name, scopes, role, place, gateway, version, createdAt, revokedAt
            FROM apiKey WHERE id > ? ORDER BY id LIMIT ?
            """,
            .integer(key?.number ?? 0),
            .limit(limit),
            read: APIKey.init
        )
    }

    func apiKeySecret(_ prefix: String) throws -> APIKeySecret? {
        try statements.first(
            "SELECT prefix, apiKey, hash, createdAt, expiresAt, lastUsedAt FROM apiKeySecret WHERE prefix = ?",
            .text(prefix),
            read: APIKeySecret.init
        )
    }

    func apiKeySecrets(of key: KeyID, limit: Int) throws -> [APIKeySecret] {
        try statements.all(
            """
            SELECT prefix, apiKey, hash, createdAt, expiresAt, lastUsedAt
            FROM apiKeySecret WHERE apiKey = ? ORDER BY createdAt DESC LIMIT ?
            """,
            .integer(key.number),
            .limit(limit),
            read: APIKeySecret.init
        )
    }
}

extension SQLiteTransaction {
    func insertKey(_ draft: KeyDraft, at instant: Instant) throws -> APIKey {
        try statements.run(
            """
            INSERT INTO apiKey (name, scopes, role, place, gateway, version, createdAt)
            VALUES (?, ?, ?, ?, ?, 1, ?)
            """,
            .text(draft.name),
            .text(draft.scopes.sorted().map(\.rawValue).joined(separator: " ")),
            .optional(draft.role?.rawValue),
            .optional(draft.place?.description),
            .optional(draft.gateway),
            .instant(instant)
        )
        guard let key = try apiKey(KeyID(number: statements.lastRowNumber)) else {
            throw StoreError(.damaged, "the new key is missing")
        }
        return key
    }

    func save(_ key: APIKey) throws {
        let changed = try statements.run(
            "UPDATE apiKey SET place = ?, version = ?, revokedAt = ? WHERE id = ?",
            .optional(key.place?.description),
            .count(key.version),
            .instant(key.revokedAt),
            .integer(key.id.number)
        )
        guard changed == 1 else { throw StoreError(.damaged, "there is no key \(key.id.number)") }
    }

    func insert(_ secret: APIKeySecret) throws {
        try statements.run(
            """
            INSERT INTO apiKeySecret (prefix, apiKey, hash, createdAt, expiresAt, lastUsedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(secret.prefix),
            .integer(secret.key.number),
            .digest(secret.hash),
            .instant(secret.createdAt),
            .instant(secret.expiresAt),
            .instant(secret.lastUsedAt)
        )
    }

    func endSecrets(of key: KeyID, at instant: Instant, except prefix: String?) throws {
        try statements.run(
            "UPDATE apiKeySecret SET expiresAt = ?1 WHERE apiKey = ?2 AND expiresAt > ?1 AND prefix IS NOT ?3",
            .instant(instant),
            .integer(key.number),
            .optional(prefix)
        )
    }

    func noteUse(ofKey prefix: String, at instant: Instant) throws {
        try statements.run(
            """
            UPDATE apiKeySecret SET lastUsedAt = ?1
            WHERE prefix = ?2 AND (lastUsedAt IS NULL OR lastUsedAt < ?1)
            """,
            .instant(instant),
            .text(prefix)
        )
    }
}

extension APIKey {
    fileprivate init(_ row: SQLRow) throws {
        let scopes = try row.text(2).split(separator: " ").map { word in
            guard let scope = KeyScope(rawValue: String(word)) else {
                throw StoreError(.damaged, "'\(word)' in the store is no scope of a key")
            }
            return scope
        }
        self.init(
            id: KeyID(number: row.integer(0)),
            name: row.text(1),
            scopes: Set(scopes),
            role: row.isNull(3) ? nil : try row.named(3, Role.self),
            place: row.optionalText(4).map { UnitPlace(text: $0) },
            gateway: row.optionalText(5),
            version: row.count(6),
            createdAt: row.instant(7),
            revokedAt: row.optionalInstant(8)
        )
    }
}

extension APIKeySecret {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            prefix: row.text(0),
            key: KeyID(number: row.integer(1)),
            hash: try row.digest(2),
            createdAt: row.instant(3),
            expiresAt: row.instant(4),
            lastUsedAt: row.optionalInstant(5)
        )
    }
}
