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

    /// Creates one.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - account: Whose.
    ///   - showsSecret: Whether its answer shows a secret.
    ///   - key: The key of the hash by which repeated requests are known.
    ///   - salt: Bytes of chance.
    ///   - machineClock: The time of the machine.
    fileprivate init(
        _ request: IdempotencyRequest,
        by account: AccountID,
        showsSecret: Bool,
        key: [UInt8],
        salt: [UInt8],
        machineClock: any WallClock
    ) {
        memory = IdempotencyMemory(key: key, clock: machineClock)
        let sent = Array(request.key.utf8)
        let hash = Self.hashMark + Digest.keyed(key, [Array("key of a creating request".utf8), sent]).hexadecimal
        asSent = memory.fingerprinted(request)
        hashed = memory.fingerprinted(IdempotencyRequest(key: hash, parts: request.parts))
        self.account = account
        self.showsSecret = showsSecret
        secretKey = Digest.keyed(key, [Array("secret of a creating request".utf8), sent]).bytes
        self.salt = salt
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

    /// What the request made before, put on record as shown again.
    ///
    /// Whoever sends a request again gets hold of a secret as the first one did: the history has to say who, and when.
    ///
    /// - Parameters:
    ///   - kind: What it made, as its events name it: `account` or `key`.
    ///   - instant: The time of the service.
    ///   - transaction: In which it is recorded.
    /// - Returns: What it made; nil if the request is new.
    /// - Throws: As ``made(in:)``; ``StoreError`` also if it cannot be recorded: then nothing is shown.
    func shownAgain(_ kind: String, at instant: Instant, in transaction: any StoreTransaction) throws -> Made? {
        guard let made = try made(in: transaction) else { return nil }
        let event = SystemEvent(
            at: instant,
            by: .account(account),
            type: SystemEvent.secretShownAgain,
            details: [(kind, String(made.number))]
        )
        try record(event, to: .accounts, in: transaction)
        return made
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

/// Makes requests ready that make an account, a posting, a key or a text.
struct CreationMemory: Sendable {
    private static let saltLength = 16

    /// Where requests are remembered.
    let store: any DossierStore
    /// Where salts come from.
    let entropy: any EntropySource
    /// The time of the machine.
    let machineClock: any WallClock

    /// Makes a request ready, before the transaction that looks for it.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - account: Whose; nil for the program.
    ///   - showsSecret: Whether its answer shows a secret.
    /// - Returns: The request, to be known again; nil if it was sent without a key or by the program itself.
    /// - Throws: ``StoreError``.
    func creation(
        _ request: IdempotencyRequest?,
        by account: AccountID?,
        showsSecret: Bool
    ) async throws -> RepeatableCreation? {
        guard let request, let account else { return nil }
        return RepeatableCreation(
            request,
            by: account,
            showsSecret: showsSecret,
            key: try await store.read { try $0.neededHashKey(.idempotency) },
            salt: entropy.bytes(Self.saltLength),
            machineClock: machineClock
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
