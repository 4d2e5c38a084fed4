public import DossierDomain
public import WorkingCalendar

/// A key by which another system signs in (khóa API); its secrets are kept beside it, as hashes.
public struct APIKey: Hashable, Sendable {
    /// Its number, as the history names it.
    public let id: KeyID
    /// The system that uses it.
    public let name: String
    /// What it may be used for.
    public let scopes: Set<KeyScope>
    /// In which role it acts; nil where none is needed.
    public let role: Role?
    /// For which unit it acts; nil for none.
    public var place: UnitPlace?
    /// For which SMS gateway it speaks; nil for none.
    public let gateway: String?
    /// Raised by every change, from 1.
    public var version: Int
    /// When it was made, in machine time.
    public let createdAt: Instant
    /// When it was taken back, in machine time; nil while it holds.
    public var revokedAt: Instant?

    /// Creates a key.
    public init(
        id: KeyID,
        name: String,
        scopes: Set<KeyScope>,
        role: Role?,
        place: UnitPlace?,
        gateway: String?,
        version: Int,
        createdAt: Instant,
        revokedAt: Instant?
    ) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.role = role
        self.place = place
        self.gateway = gateway
        self.version = version
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// One secret of a key (bí mật của khóa): after a rotation the older one holds on for a while.
public struct APIKeySecret: Hashable, Sendable {
    /// The part that is shown, by which it is found.
    public let prefix: String
    /// Whose secret it is.
    public let key: KeyID
    /// The SHA-256 of the whole key.
    public let hash: Digest
    /// When it was made, in machine time.
    public let createdAt: Instant
    /// When it ends, in machine time.
    public let expiresAt: Instant
    /// When it was used last as far as is written, in machine time; nil before its first use.
    public let lastUsedAt: Instant?

    /// Creates a secret.
    public init(
        prefix: String,
        key: KeyID,
        hash: Digest,
        createdAt: Instant,
        expiresAt: Instant,
        lastUsedAt: Instant?
    ) {
        self.prefix = prefix
        self.key = key
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}

/// What can be asked about keys of other systems, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol KeySnapshot {
    /// The key of a name, in any case.
    func apiKey(named name: String) throws -> APIKey?
    /// The key of a number.
    func apiKey(_ id: KeyID) throws -> APIKey?
    /// Keys in the order in which they were made, after one; at most `limit`.
    func apiKeys(after key: KeyID?, limit: Int) throws -> [APIKey]
    /// The secret of a prefix, however old.
    func apiKeySecret(_ prefix: String) throws -> APIKeySecret?
    /// The secrets of a key, newest first, however old; at most `limit`.
    func apiKeySecrets(of key: KeyID, limit: Int) throws -> [APIKeySecret]
}

/// What can be changed about keys of other systems, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol KeyTransaction {
    /// Makes a key; its number is given by the store.
    ///
    /// - Returns: The key with its number.
    func insertKey(_ draft: KeyDraft, at instant: Instant) throws -> APIKey
    /// Saves a key's unit, its version and when it was taken back.
    func save(_ key: APIKey) throws
    /// Adds a secret.
    func insert(_ secret: APIKeySecret) throws
    /// Lets the secrets of a key, all but one, end at an instant if they would last longer.
    func endSecrets(of key: KeyID, at instant: Instant, except prefix: String?) throws
    /// Notes when a secret was used last; an earlier instant changes nothing.
    func noteUse(ofKey prefix: String, at instant: Instant) throws
}
