/// One entry of the vault (mục trong kho dữ liệu cá nhân): a personal datum, sealed or, from before, in clear.
public struct VaultEntry: Hashable, Sendable {
    /// Which key it is sealed with; 0 means in clear.
    public let keyID: Int64
    /// 16 bytes: in clear the salt of its commitment, sealed the beginning of the commitment.
    public let header: [UInt8]
    /// In clear what is said, in the form of its kind; sealed the nonce, the encrypted salt and payload, and the tag.
    public let payload: [UInt8]

    /// Creates an entry.
    public init(keyID: Int64, header: [UInt8], payload: [UInt8]) {
        self.keyID = keyID
        self.header = header
        self.payload = payload
    }
}

/// An entry with its number.
public struct NumberedVaultEntry: Hashable, Sendable {
    /// The number.
    public let number: Int64
    /// The entry.
    public let entry: VaultEntry

    /// Creates a numbered entry.
    public init(number: Int64, entry: VaultEntry) {
        self.number = number
        self.entry = entry
    }
}

/// The key of a keyed hash as it lies in the store.
public struct StoredHashKey: Hashable, Sendable {
    /// Which key of the vault wraps it; 0 means in clear, from before.
    public let keyID: Int64
    /// In clear 32 bytes; wrapped nonce, ciphertext and tag.
    public let bytes: [UInt8]

    /// Creates a stored key.
    public init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }
}

/// A key of the vault as a database knows it again; 0 stands for what is in clear.
public struct VaultKeyRecord: Hashable, Sendable {
    /// The number.
    public let id: Int64
    /// What ``VaultKey/checkValue`` gives; zeros for 0.
    public let checkValue: Digest

    /// Creates a record.
    public init(id: Int64, checkValue: Digest) {
        self.id = id
        self.checkValue = checkValue
    }
}

/// What can be asked about the vault, all as of one moment.
///
/// Every method throws ``StoreError`` if the store cannot be read.
public protocol VaultSnapshot {
    /// The keys with which the store was unlocked.
    var vaultKeys: VaultKeyRing { get }
    /// The entry of a vault number; nil if it was erased.
    func vaultEntry(_ number: Int64) throws -> VaultEntry?
    /// The dossier's or other stream that an entry belongs to; nil if it was erased.
    func vaultStream(of number: Int64) throws -> StreamID?
    /// Entries that are not sealed with a key, after a number, in order; at most `limit`.
    func vaultEntries(sealedOtherwiseThan keyID: Int64, after number: Int64, limit: Int) throws -> [NumberedVaultEntry]
    /// The keys that something in the database may be sealed with, by number.
    func vaultKeyRecords() throws -> [VaultKeyRecord]
    /// The key of a keyed hash as it lies in the store; nil before it was made.
    func storedHashKey(_ purpose: HashPurpose) throws -> StoredHashKey?
}

/// What can be changed about the vault, all or nothing.
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol VaultTransaction {
    /// Puts a datum of a dossier into the vault.
    ///
    /// - Returns: Its number.
    func putVaultEntry(_ entry: VaultEntry, of stream: StreamID) throws -> Int64
    /// Puts an entry in the place of the same datum sealed otherwise.
    ///
    /// - Parameters:
    ///   - number: The entry.
    ///   - entry: How it is sealed from now on.
    ///   - keyID: What it was sealed with; if it no longer is, or was erased, nothing happens.
    /// - Throws: ``StoreError``.
    func replaceVaultEntry(_ number: Int64, with entry: VaultEntry, sealedWith keyID: Int64) throws
    /// Lets a dossier be found by terms of an entry, as long as that is there; may be called twice.
    func putVaultTerms(_ terms: [Int64], of number: Int64) throws
    /// Lets a dossier no longer be found by the terms of an entry; may be called twice.
    func eraseVaultTerms(of number: Int64) throws
    /// Erases a datum with its terms; may be called twice.
    func eraseVaultEntry(_ number: Int64) throws
    /// Notes a key that something may be sealed with from now on, once.
    func insert(_ record: VaultKeyRecord) throws
    /// Forgets a key that nothing is sealed with any more; may be called twice.
    func deleteVaultKeyRecord(_ id: Int64) throws
    /// Keeps the key of a keyed hash, once.
    func setHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws
    /// Wraps the key of a keyed hash otherwise.
    func rewrapHashKey(_ key: StoredHashKey, for purpose: HashPurpose) throws
}
