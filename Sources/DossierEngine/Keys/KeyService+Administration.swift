public import DossierDomain
import WorkingCalendar

/// Keeping keys (quản lý khóa API): every change is an event that says who made it.
extension KeyService {
    /// A key as it is shown (khóa trong danh sách), with what holds of its secrets.
    public struct ListedKey: Hashable, Sendable {
        /// The key.
        public let key: APIKey
        /// Its latest secrets, newest first, two at most: after a rotation the older one may hold still.
        public let secrets: [APIKeySecret]
    }

    /// A key that was made or got a new secret.
    public struct MadeKey: Sendable {
        /// The key as it is listed.
        public let listed: ListedKey
        /// The whole key, told this once.
        public let text: String
        /// Whether this is the first answer again.
        public let isReplay: Bool
    }

    /// How long the older secret may hold after a rotation, in hours.
    public static let overlapHours = 0...720
    /// How long it holds unless something else is said, in hours.
    public static let usualOverlapHours = 24
    private static let shownSecrets = 2

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - draft: What it shall be.
    ///   - days: How long its secret holds.
    ///   - manager: Who makes it.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The key as it is listed, and its text, told this once; the first answer again for a repeated request.
    /// - Throws: ``RequestRefusal/invalidFields(_:)``, ``RequestRefusal/keyNameTaken``,
    ///   ``RequestRefusal/idempotencyKeyReused``, `DossierRejection.forbidden`, ``StoreError``.
    public func create(
        _ draft: KeyDraft,
        days: Int,
        by manager: AccountManager,
        idempotency request: IdempotencyRequest? = nil
    ) async throws -> MadeKey {
        try await store.read { try manager.check(in: $0) }
        let creation = try await creations.creation(request, by: manager.account, showsSecret: true)
        var errors = draft.errors(gateways: gateways)
        if !KeyDraft.days.contains(days) { errors.append(FieldError("days", .outOfRange)) }
        guard errors.isEmpty else { throw RequestRefusal.invalidFields(errors) }
        let text = KeyText(from: creation?.entropy ?? entropy)
        let (now, at) = (machineClock.now, clock.now)
        return try await store.transact { transaction -> MadeKey in
            try manager.check(in: transaction)
            if let made = try creation?.shownAgain("key", at: at, in: transaction) {
                return try Self.key(made, days: days, in: transaction)
            }
            guard try transaction.apiKey(named: draft.name) == nil else { throw RequestRefusal.keyNameTaken }
            let key = try transaction.insertKey(draft, at: now)
            let secret = Self.secret(text, of: key.id, from: now, days: days)
            try transaction.insert(secret)
            let details = [
                ("scopes", key.scopes.sorted().map(\.rawValue).joined(separator: " ")),
                ("role", key.role?.rawValue ?? ""), ("place", key.place?.description ?? ""),
                ("gateway", key.gateway ?? ""), ("prefix", secret.prefix), ("expiresAt", Self.text(secret.expiresAt)),
            ]
            try Self.note("keyCreated", key, at: at, by: manager, details, in: transaction)
            try creation?.remember(key.id.number, version: key.version, in: transaction)
            return MadeKey(listed: ListedKey(key: key, secrets: [secret]), text: text.text, isReplay: false)
        }
    }

    /// A key as it was when it was made.
    private static func key(
        _ made: RepeatableCreation.Made,
        days: Int,
        in snapshot: any StoreSnapshot
    ) throws -> MadeKey {
        var key = try key(made, in: snapshot)
        key.version = made.version
        key.revokedAt = nil
        let text = KeyText(from: made.entropy)
        let secret = secret(text, of: key.id, from: key.createdAt, days: days)
        return MadeKey(listed: ListedKey(key: key, secrets: [secret]), text: text.text, isReplay: true)
    }

    private static func key(_ made: RepeatableCreation.Made, in snapshot: any StoreSnapshot) throws -> APIKey {
        guard let key = try snapshot.apiKey(KeyID(number: made.number)) else {
            throw StoreError(.damaged, "key \(made.number) is missing")
        }
        return key
    }

    /// A page of all keys in the order in which they were made.
    ///
    /// - Parameters:
    ///   - key: Where the list goes on; nil for its beginning.
    ///   - limit: How many at most.
    ///   - manager: Who asks.
    /// - Returns: The keys, and where the list goes on; nil at its end.
    /// - Throws: `DossierRejection.forbidden`, ``StoreError``.
    public func keys(
        after key: KeyID?,
        limit: Int,
        for manager: AccountManager
    ) async throws -> (keys: [ListedKey], next: KeyID?) {
        try await store.read { snapshot in
            try manager.check(in: snapshot)
            let page = try snapshot.apiKeys(after: key, limit: limit + 1)
            let listed = try page.prefix(limit).map { try Self.listed($0, in: snapshot) }
            return (listed, page.count > limit ? page[limit - 1].id : nil)
        }
    }

    /// One key.
    ///
    /// - Throws: ``RequestRefusal/keyNotFound``, `DossierRejection.forbidden`, ``StoreError``.
    public func key(named name: String, for manager: AccountManager) async throws -> ListedKey {
        try await store.read { snapshot in
            try manager.check(in: snapshot)
            guard let key = try snapshot.apiKey(named: name) else { throw RequestRefusal.keyNotFound }
            return try Self.listed(key, in: snapshot)
        }
    }

    /// Gives a key a new secret; the one before holds for a while, anything older ends at once.
    ///
    /// - Parameters:
    ///   - name: Which key.
    ///   - hours: How long the secret so far holds still, within ``overlapHours``.
    ///   - days: How long the new one holds.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    ///   - request: The idempotency key, if the client sent one.
    /// - Returns: The key as it is listed then, and its new text, told this once; for a repeated request the same text
    ///   again, with the key as it is listed by now.
    /// - Throws: ``RequestRefusal/keyNotFound``, ``RequestRefusal/keyRevoked``, ``RequestRefusal/invalidFields(_:)``,
    ///   ``RequestRefusal/versionMismatch(current:)``, ``RequestRefusal/idempotencyKeyReused``,
    ///   `DossierRejection.forbidden`, ``StoreError``.
    public func rotate(
        _ name: String,
        overlapHours hours: Int,
        days: Int,
        versions: [Int]? = nil,
        by manager: AccountManager,
        idempotency request: IdempotencyRequest? = nil
    ) async throws -> MadeKey {
        var errors: [FieldError] = []
        if !Self.overlapHours.contains(hours) { errors.append(FieldError("overlapHours", .outOfRange)) }
        if !KeyDraft.days.contains(days) { errors.append(FieldError("days", .outOfRange)) }
        guard errors.isEmpty else { throw RequestRefusal.invalidFields(errors) }
        let creation = try await creations.creation(request, by: manager.account, showsSecret: true)
        let text = KeyText(from: creation?.entropy ?? entropy)
        let (now, at) = (machineClock.now, clock.now)
        let until = now.adding(seconds: Int64(hours) * 3_600)
        let rotated = try await store.transact { transaction -> MadeKey in
            try manager.check(in: transaction)
            if let made = try creation?.shownAgain("key", at: at, in: transaction) {
                let listed = try Self.listed(try Self.key(made, in: transaction), in: transaction)
                return MadeKey(listed: listed, text: KeyText(from: made.entropy).text, isReplay: true)
            }
            var key = try Self.find(name, versions, by: manager, in: transaction)
            guard key.revokedAt == nil else { throw RequestRefusal.keyRevoked }
            let present = try transaction.apiKeySecrets(of: key.id, limit: 1).first
            try transaction.endSecrets(of: key.id, at: now, except: present?.prefix)
            try transaction.endSecrets(of: key.id, at: until, except: nil)
            // Later than the one before, also when both are made within a millisecond, or the clock was set back since;
            // but it lasts no longer for that.
            let start = max(now, present?.createdAt.adding(milliseconds: 1) ?? now)
            let secret = Self.secret(text, of: key.id, from: now, createdAt: start, days: days)
            try transaction.insert(secret)
            key.version += 1
            try transaction.save(key)
            var details = [
                ("prefix", secret.prefix), ("expiresAt", Self.text(secret.expiresAt)),
                ("overlapUntil", until.iso8601), ("olderEndedAt", Self.text(now)),
            ]
            if let present {
                details.append(("formerPrefix", present.prefix))
                details.append(("formerExpiresAt", Self.text(min(present.expiresAt, until))))
            }
            try Self.note("keyRotated", key, at: at, by: manager, details, in: transaction)
            try creation?.remember(key.id.number, version: key.version, in: transaction)
            return MadeKey(listed: try Self.listed(key, in: transaction), text: text.text, isReplay: false)
        }
        cache.forgetAll()
        return rotated
    }

    /// Takes a key back at once and for good; may be called twice.
    ///
    /// - Parameters:
    ///   - name: Which key.
    ///   - versions: The versions for which the change is meant; nil for any.
    ///   - manager: Who wants it.
    /// - Returns: The key as it is listed then.
    /// - Throws: ``RequestRefusal/keyNotFound``, ``RequestRefusal/versionMismatch(current:)``,
    ///   `DossierRejection.forbidden`, ``StoreError``.
    public func revoke(_ name: String, versions: [Int]? = nil, by manager: AccountManager) async throws -> ListedKey {
        let (now, at) = (machineClock.now, clock.now)
        let listed = try await store.transact { transaction -> ListedKey in
            var key = try Self.find(name, versions, by: manager, in: transaction)
            if key.revokedAt == nil {
                key.revokedAt = now
                key.version += 1
                try transaction.save(key)
                try transaction.endSecrets(of: key.id, at: now, except: nil)
                let details = [("revokedAt", Self.text(now))]
                try Self.note("keyRevoked", key, at: at, by: manager, details, in: transaction)
            }
            return try Self.listed(key, in: transaction)
        }
        cache.forgetAll()
        return listed
    }

    private var creations: CreationMemory {
        CreationMemory(store: store, entropy: entropy, machineClock: machineClock)
    }

    private static func find(
        _ name: String,
        _ versions: [Int]?,
        by manager: AccountManager,
        in transaction: any StoreTransaction
    ) throws -> APIKey {
        try manager.check(in: transaction)
        guard let key = try transaction.apiKey(named: name) else { throw RequestRefusal.keyNotFound }
        if let versions, !versions.contains(key.version) { throw RequestRefusal.versionMismatch(current: key.version) }
        return key
    }

    private static func listed(_ key: APIKey, in snapshot: any StoreSnapshot) throws -> ListedKey {
        ListedKey(key: key, secrets: try snapshot.apiKeySecrets(of: key.id, limit: shownSecrets))
    }

    private static func secret(
        _ text: KeyText,
        of key: KeyID,
        from now: Instant,
        createdAt: Instant? = nil,
        days: Int
    ) -> APIKeySecret {
        APIKeySecret(
            prefix: text.prefix,
            key: key,
            hash: text.hash,
            createdAt: createdAt ?? now,
            expiresAt: now.adding(seconds: Int64(days) * 86_400),
            lastUsedAt: nil
        )
    }

    /// An instant of machine time as events tell it: exactly, so that it can be held against what is stored.
    private static func text(_ instant: Instant) -> String { String(instant.milliseconds) }

    /// Records a change of a key.
    static func note(
        _ type: String,
        _ key: APIKey,
        at instant: Instant,
        by manager: AccountManager,
        _ details: [(String, String)],
        in transaction: any StoreTransaction
    ) throws {
        let event = SystemEvent(
            at: instant,
            by: manager.initiator,
            type: type,
            details: [("key", String(key.id.number))] + details.map { (name: $0.0, text: $0.1) }
        )
        try record(event, to: .accounts, in: transaction)
    }
}
