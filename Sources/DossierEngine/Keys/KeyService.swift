import DossierDomain
import WorkingCalendar

/// Knows other systems by their keys (xác thực khóa API), and keeps the keys.
///
/// A key is random; only its SHA-256 is stored. Keys count by the machine's time.
public struct KeyService: Sendable {
    /// How long lies between two writings of a key's last use, in milliseconds: an hour.
    static let useMilliseconds: Int64 = 3_600_000

    let store: any DossierStore
    let gateways: Set<String>
    let entropy: any EntropySource
    let clock: any WallClock
    let machineClock: any WallClock
    let cache: FreshCache<(secret: APIKeySecret, key: APIKey)>
    let uses: UseBook<String>

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where keys are kept.
    ///   - gateways: The SMS gateways that a key may speak for.
    ///   - entropy: Where keys come from.
    ///   - clock: The time of the service, for the history.
    ///   - machineClock: The time of the machine, for the keys.
    public init(
        store: any DossierStore,
        gateways: Set<String>,
        entropy: any EntropySource,
        clock: any WallClock,
        machineClock: any WallClock
    ) {
        self.store = store
        self.gateways = gateways
        self.entropy = entropy
        self.clock = clock
        self.machineClock = machineClock
        cache = FreshCache()
        uses = UseBook(intervalMilliseconds: Self.useMilliseconds)
    }

    /// Whether a bearer token is meant as a key, right or wrong.
    public static func isKey(_ token: String) -> Bool { token.hasPrefix(KeyText.mark) }

    /// The key that a token is, which is used thereby.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` for what is no key, or one that has ended or was taken back;
    ///   ``StoreError``.
    public func authenticate(_ token: String) async throws -> APIKey {
        guard let typed = KeyText(token) else { throw RequestRefusal.unauthenticated }
        let now = machineClock.now
        let mark = cache.mark
        if let known = cache.value(of: typed.hash, now: now) {
            return try admit(known.secret, known.key, now: now)
        }
        let found = try await store.read { snapshot -> (secret: APIKeySecret, key: APIKey)? in
            guard let secret = try snapshot.apiKeySecret(typed.prefix), secret.hash.equalsInConstantTime(typed.hash),
                let key = try snapshot.apiKey(secret.key)
            else { return nil }
            return (secret, key)
        }
        guard let found else { throw RequestRefusal.unauthenticated }
        let key = try admit(found.secret, found.key, now: now)
        cache.keep(found, for: typed.hash, now: now, since: mark)
        return key
    }

    private func admit(_ secret: APIKeySecret, _ key: APIKey, now: Instant) throws(RequestRefusal) -> APIKey {
        guard secret.expiresAt > now, key.revokedAt == nil else { throw .unauthenticated }
        uses.note(secret.prefix, now: now, written: secret.lastUsedAt)
        return key
    }

    /// Writes down when keys were used last, each at most once an hour.
    ///
    /// - Throws: ``StoreError``; they are written another time then.
    public func writeUses() async throws {
        try await uses.write(to: store) { id, instant, transaction in
            try transaction.noteUse(ofKey: id, at: instant)
        }
    }
}

extension Account {
    /// A key as somebody who acts on dossiers (khóa API như một tài khoản); nil for one that acts on none.
    ///
    /// It stands under its number below zero, so that no account shares its idempotency keys.
    public init?(_ key: APIKey) {
        guard let role = key.role else { return nil }
        self.init(
            id: AccountID(number: -key.id.number),
            username: key.name,
            role: role,
            place: key.place,
            passwordHash: "",
            isActive: true,
            version: key.version,
            key: key.id
        )
    }
}
