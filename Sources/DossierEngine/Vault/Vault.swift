import DossierDomain

/// Puts personal data into the vault and takes them out (kho dữ liệu cá nhân).
///
/// An event holds the number of an entry and a commitment: SHA-256 over salt and payload. Entries are plain (key 0)
/// until encryption comes.
struct Vault: Sendable {
    private let entropy: any EntropySource

    /// The length of a salt in bytes: 128 bits keep short payloads from being guessed out of the commitment.
    static let saltLength = 16

    init(entropy: any EntropySource) { self.entropy = entropy }

    /// A payload with its salt and commitment, made before the transaction that keeps it.
    struct Sealed: Sendable {
        fileprivate let entry: VaultEntry
        fileprivate let commitment: String
    }

    /// Draws a salt for a payload and commits to both.
    func seal(_ payload: [UInt8]) -> Sealed {
        let entry = VaultEntry(keyID: 0, salt: entropy.bytes(Self.saltLength), payload: payload)
        return Sealed(entry: entry, commitment: Self.commitment(to: entry).hexadecimal)
    }

    /// Draws a PIN.
    func sealPIN() -> (pin: LookupPIN, sealed: Sealed) {
        let pin = LookupPIN(from: entropy)
        return (pin, seal(Array(pin.text.utf8)))
    }

    /// Puts a payload into the vault of a stream.
    func put(
        _ payload: [UInt8],
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> VaultReference {
        try Self.put(seal(payload), of: stream, in: transaction)
    }

    /// Puts a sealed payload into the vault of a stream.
    static func put(
        _ sealed: Sealed,
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> VaultReference {
        let number = try transaction.putVaultEntry(sealed.entry, of: stream)
        return VaultReference(number: number, commitment: sealed.commitment)
    }

    /// Draws a PIN and puts it into the vault.
    func putPIN(
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> (pin: LookupPIN, reference: VaultReference) {
        let (pin, sealed) = sealPIN()
        return (pin, try Self.put(sealed, of: stream, in: transaction))
    }

    /// The commitment to an entry.
    static func commitment(to entry: VaultEntry) -> Digest { Digest.of(entry.salt, entry.payload) }

    /// The payload of a reference; nil if it was erased.
    ///
    /// - Throws: ``StoreError`` if the entry is not what the reference is committed to.
    static func payload(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> [UInt8]? {
        guard let entry = try snapshot.vaultEntry(reference.number) else { return nil }
        guard entry.keyID == 0 else { throw StoreError(.unsuitable, "vault entry is encrypted") }
        guard commitment(to: entry).hexadecimal == reference.commitment else {
            throw StoreError(.damaged, "vault entry \(reference.number) does not match its commitment")
        }
        return entry.payload
    }

    /// The applicant's sheet; nil if it was erased.
    static func sheet(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> ApplicantSheet? {
        try payload(reference, in: snapshot).map(ApplicantSheet.init(stored:))
    }

    /// Typed words; nil if there were none or they were erased.
    static func texts(_ reference: VaultReference?, in snapshot: any StoreSnapshot) throws -> TypedTexts? {
        guard let reference else { return nil }
        return try payload(reference, in: snapshot).map(TypedTexts.init(stored:))
    }

    /// The PIN; nil if it was renewed or erased.
    static func pin(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> LookupPIN? {
        try payload(reference, in: snapshot).map(LookupPIN.init(stored:))
    }
}
