import DossierDomain
import Synchronization
import WorkingCalendar

/// A request with a key that makes an account, a posting, a key or a text (tạo mới, chống gửi trùng), known when it is
/// repeated.
///
/// A secret that its answer shows is stored nowhere: it is drawn from a salt under the key of repeated requests, and so
/// again for the request that is repeated.
struct RepeatableCreation: Sendable {
    /// What the request made when it came first.
    struct Made: Sendable {
        /// The number of what was made.
        let number: Int64
        /// Its version then; of a posting the version of its account.
        let version: Int
        /// Where its secrets were drawn from.
        let entropy: any EntropySource
    }

    private static let saltLength = 16

    private let memory: IdempotencyMemory
    private let request: IdempotencyMemory.Fingerprinted
    private let account: AccountID
    private let key: [UInt8]
    private let salt: [UInt8]

    /// Makes a request ready, before the transaction that looks for it.
    ///
    /// - Parameters:
    ///   - request: The request; nil if it was sent without a key.
    ///   - account: Whose; nil for the program itself.
    ///   - store: Where it is remembered.
    ///   - entropy: Where the salt comes from.
    ///   - machineClock: The time of the machine.
    /// - Returns: Nil for a request that cannot be known again.
    /// - Throws: ``StoreError``.
    static func prepare(
        _ request: IdempotencyRequest?,
        by account: AccountID?,
        in store: any DossierStore,
        entropy: any EntropySource,
        machineClock: any WallClock
    ) async throws -> RepeatableCreation? {
        guard let request, let account else { return nil }
        let key = try await store.read { try Installation.key(for: .idempotency, in: $0) }
        let memory = IdempotencyMemory(key: key, clock: machineClock)
        guard let fingerprinted = memory.fingerprinted(request) else { return nil }
        return RepeatableCreation(
            memory: memory,
            request: fingerprinted,
            account: account,
            key: key,
            salt: entropy.bytes(saltLength)
        )
    }

    /// Where the secrets of what is made come from; each time it begins anew.
    var entropy: any EntropySource { SaltedEntropy(key: key, salt: salt) }

    /// What the request made before; nil if it is new.
    ///
    /// - Throws: ``RequestRefusal/idempotencyKeyReused`` if the key was used for another request; ``StoreError``.
    func made(in snapshot: any StoreSnapshot) throws -> Made? {
        guard let entry = try memory.replay(request, of: account, in: snapshot) else { return nil }
        guard case .other(let number, let salt) = entry.made else {
            throw StoreError(.damaged, "a repeated request made a dossier by another path")
        }
        return Made(number: number, version: entry.version, entropy: SaltedEntropy(key: key, salt: salt))
    }

    /// Remembers what the request made, in the transaction that makes it.
    func remember(_ number: Int64, version: Int, in transaction: any StoreTransaction) throws {
        try memory.remember(
            request,
            of: account,
            made: .other(number, salt: salt),
            version: version,
            in: transaction
        )
    }
}

/// Bytes that whoever has neither the key nor the salt cannot foresee, the same from the same beginning on.
private final class SaltedEntropy: EntropySource {
    private static let purpose = Array("secrets of a creating request".utf8)

    private let key: [UInt8]
    private let salt: [UInt8]
    /// How many blocks were drawn, so that no two secrets are the same.
    private let drawn = Mutex<UInt64>(0)

    init(key: [UInt8], salt: [UInt8]) {
        self.key = key
        self.salt = salt
    }

    func bytes(_ count: Int) -> [UInt8] {
        drawn.withLock { drawn in
            var bytes: [UInt8] = []
            while bytes.count < count {
                drawn += 1
                let number = withUnsafeBytes(of: drawn.bigEndian) { Array($0) }
                bytes += Digest.keyed(key, [Self.purpose, salt, number]).bytes
            }
            return Array(bytes.prefix(count))
        }
    }
}
