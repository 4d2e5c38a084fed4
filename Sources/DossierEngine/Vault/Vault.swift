import DossierDomain

/// Puts personal data into the vault and takes them out (kho dữ liệu cá nhân).
///
/// An event holds the number of an entry and a commitment: SHA-256 over salt and payload in clear. In the store both
/// are sealed; entries of older programs stay in clear until they are sealed at the next start.
struct Vault: Sendable {
    private let keys: VaultKeyRing
    private let entropy: any EntropySource
    private let terms: PersonTerms?

    /// Creates a vault.
    ///
    /// - Parameters:
    ///   - keys: What its entries are sealed with.
    ///   - entropy: Where salts and nonces come from.
    ///   - terms: What persons are found by; nil where no sheets are put into it.
    init(keys: VaultKeyRing, entropy: any EntropySource, terms: PersonTerms? = nil) {
        self.keys = keys
        self.entropy = entropy
        self.terms = terms
    }

    /// A sealed payload with its commitment, made before the transaction that keeps it.
    struct Sealed: Sendable {
        fileprivate let entry: VaultEntry
        fileprivate let commitment: String
        fileprivate var terms: [Int64] = []
    }

    /// Draws a salt for a payload, commits to both and seals them.
    ///
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    func seal(_ payload: [UInt8]) throws -> Sealed {
        let entry = VaultEntry(keyID: 0, header: entropy.bytes(VaultEntry.headerLength), payload: payload)
        let commitment = Self.commitment(to: entry)
        let sealed = try entry.sealed(with: keys, committed: commitment, entropy: entropy)
        return Sealed(entry: sealed, commitment: commitment.hexadecimal)
    }

    /// Seals an applicant's sheet, by whose numbers the dossier will be found.
    ///
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    func seal(_ sheet: ApplicantSheet) throws -> Sealed {
        var sealed = try seal(sheet.stored)
        sealed.terms = terms?.terms(of: sheet) ?? []
        return sealed
    }

    /// Draws a PIN.
    func sealPIN() throws -> (pin: LookupPIN, sealed: Sealed) {
        let pin = LookupPIN(from: entropy)
        return (pin, try seal(Array(pin.text.utf8)))
    }

    /// Puts a payload into the vault of a stream.
    func put(
        _ payload: [UInt8],
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> VaultReference {
        try Self.put(try seal(payload), of: stream, in: transaction)
    }

    /// Puts a sealed payload into the vault of a stream.
    static func put(
        _ sealed: Sealed,
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> VaultReference {
        let number = try transaction.putVaultEntry(sealed.entry, of: stream)
        if !sealed.terms.isEmpty { try transaction.putVaultTerms(sealed.terms, of: number) }
        return VaultReference(number: number, commitment: sealed.commitment)
    }

    /// Lets a dossier be found no more by the numbers of a sheet that is replaced, but as one on which they stood.
    ///
    /// - Throws: ``StoreError``.
    func retire(_ sheet: ApplicantSheet, _ reference: VaultReference, in transaction: any StoreTransaction) throws {
        try transaction.eraseVaultTerms(of: reference.number)
        if let terms { try transaction.putVaultTerms(terms.former.terms(of: sheet), of: reference.number) }
    }

    /// Draws a PIN and puts it into the vault.
    func putPIN(
        of stream: StreamID,
        in transaction: any StoreTransaction
    ) throws -> (pin: LookupPIN, reference: VaultReference) {
        let (pin, sealed) = try sealPIN()
        return (pin, try Self.put(sealed, of: stream, in: transaction))
    }

    /// The commitment to an entry in clear.
    static func commitment(to plain: VaultEntry) -> Digest { Digest.of(plain.header, plain.payload) }

    /// The payload of a reference; nil if it was erased.
    ///
    /// - Throws: ``StoreError`` if the entry is not what the reference is committed to.
    static func payload(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> [UInt8]? {
        guard let entry = try snapshot.vaultEntry(reference.number) else { return nil }
        let plain = try entry.opened(with: snapshot.vaultKeys)
        guard commitment(to: plain).hexadecimal == reference.commitment else {
            throw StoreError(.damaged, "vault entry \(reference.number) does not match its commitment")
        }
        return plain.payload
    }

    /// The applicant's sheet; nil if it was erased.
    static func sheet(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> ApplicantSheet? {
        try payload(reference, in: snapshot).map(ApplicantSheet.init(stored:))
    }

    /// The names on an applicant's sheet, to see whether it is worth reading; nil if it was erased.
    ///
    /// That the entry is the one of the reference is not proved by the commitment: whoever shows the sheet does it.
    static func names(_ reference: VaultReference, in snapshot: any StoreSnapshot) throws -> SheetNames? {
        guard let entry = try snapshot.vaultEntry(reference.number) else { return nil }
        return try SheetNames(stored: entry.opened(with: snapshot.vaultKeys).payload)
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
