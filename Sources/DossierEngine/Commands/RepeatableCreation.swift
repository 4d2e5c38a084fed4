import DossierDomain
import WorkingCalendar

/// A request with a key that makes an account, a posting, a key or a text (tạo mới, chống gửi trùng), known when it is
/// repeated.
///
/// A secret that its answer shows is stored nowhere: it is drawn from the client's own key and a salt, and so again for
/// the request that is repeated. Of the client's key only a keyed hash is kept then, so that nobody draws it who
/// does not send it.
struct RepeatableCreation: Sendable {
    /// What the request made when it came first.
    struct Made: Sendable {
        /// The number of what was made.
        let number: Int64
        /// Its version then; of a posting the version of its account.
        let version: Int
        /// Where its secret was drawn from.
        let entropy: any EntropySource
    }

    private static let saltLength = 16
    /// What stands before the hash of a client's key, so that it is known as one.
    private static let hashMark = "#"

    private let memory: IdempotencyMemory
    /// The request under the key as it was sent, and under its hash: one account has one space of keys.
    private let asSent: IdempotencyMemory.Fingerprinted
    private let hashed: IdempotencyMemory.Fingerprinted
    private let account: AccountID
    private let showsSecret: Bool
    private let secretKey: [UInt8]
    private let salt: [UInt8]

    /// Makes a request ready, before the transaction that looks for it.
    ///
    /// - Parameters:
    ///   - request: The request; nil if it was sent without a key.
    ///   - account: Whose; nil for the program itself.
    ///   - showsSecret: Whether its answer shows a secret.
    ///   - store: Where it is remembered.
    ///   - entropy: Where the salt comes from.
    ///   - machineClock: The time of the machine.
    /// - Returns: Nil for a request that cannot be known again.
    /// - Throws: ``StoreError``.
    static func prepare(
        _ request: IdempotencyRequest?,
        by account: AccountID?,
        showsSecret: Bool,
        in store: any DossierStore,
        entropy: any EntropySource,
        machineClock: any WallClock
    ) async throws -> RepeatableCreation? {
        guard let request, let account else { return nil }
        let key = try await store.read { try Installation.key(for: .idempotency, in: $0) }
        let memory = IdempotencyMemory(key: key, clock: machineClock)
        let sent = Array(request.key.utf8)
        let hash = hashMark + Digest.keyed(key, [Array("key of a creating request".utf8), sent]).hexadecimal
        return RepeatableCreation(
            memory: memory,
            asSent: memory.fingerprinted(request),
            hashed: memory.fingerprinted(IdempotencyRequest(key: hash, parts: request.parts)),
            account: account,
            showsSecret: showsSecret,
            secretKey: Digest.keyed(key, [Array("secret of a creating request".utf8), sent]).bytes,
            salt: entropy.bytes(saltLength)
        )
    }

    /// Where the secret of what is made comes from.
    var entropy: any EntropySource { SaltedEntropy(key: secretKey, salt: salt) }

    /// What the request made before; nil if it is new.
    ///
    /// - Throws: ``RequestRefusal/idempotencyKeyReused`` if the key was used for another request; ``StoreError``.
    func made(in snapshot: any StoreSnapshot) throws -> Made? {
        let entry =
            try memory.replay(hashed, of: account, in: snapshot) ?? memory.replay(asSent, of: account, in: snapshot)
        guard let entry else { return nil }
        guard case .other(let number, let salt) = entry.made else {
            throw StoreError(.damaged, "a repeated request made a dossier by another path")
        }
        return Made(number: number, version: entry.version, entropy: SaltedEntropy(key: secretKey, salt: salt))
    }

    /// Remembers what the request made, in the transaction that makes it.
    func remember(_ number: Int64, version: Int, in transaction: any StoreTransaction) throws {
        try memory.remember(
            showsSecret ? hashed : asSent,
            of: account,
            made: .other(number, salt: salt),
            version: version,
            in: transaction
        )
    }
}

/// Bytes that whoever has neither the key nor the salt cannot foresee, the same each time: one secret is drawn from it.
private struct SaltedEntropy: EntropySource {
    let key: [UInt8]
    let salt: [UInt8]

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Digest.keyed(key, [salt, Array(String(bytes.count).utf8)]).bytes
        }
        return Array(bytes.prefix(count))
    }
}
