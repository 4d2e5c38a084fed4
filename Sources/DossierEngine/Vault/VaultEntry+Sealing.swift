import DossierDomain

/// How entries are sealed (mã hóa từng mục).
///
/// Salt and payload are encrypted together: a salt in clear would let whoever steals the file try every PIN and every
/// telephone number against the commitments of the history. The beginning of the commitment stays in clear and is
/// authenticated, so that an entry opens only in the place for which the history made it.
extension VaultEntry {
    /// The length of a header, and of a salt, in bytes: 128 bits keep short payloads from being guessed.
    public static let headerLength = 16
    private static let context = Array("motcua vault entry".utf8)

    /// The entry encrypted under the newest key.
    ///
    /// - Parameters:
    ///   - keys: The keys.
    ///   - commitment: The commitment to the entry, if it was made already.
    ///   - entropy: Where the nonce comes from.
    /// - Returns: The sealed entry.
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    func sealed(
        with keys: VaultKeyRing,
        committed commitment: Digest? = nil,
        entropy: any EntropySource
    ) throws -> VaultEntry {
        precondition(keyID == 0, "A sealed entry is opened before it is sealed anew")
        let header = Array((commitment ?? Vault.commitment(to: self)).bytes.prefix(Self.headerLength))
        let sealed = try keys.seal(self.header + payload, for: Self.context + header, entropy: entropy)
        return VaultEntry(keyID: sealed.keyID, header: header, payload: sealed.bytes)
    }

    /// The entry in clear.
    ///
    /// - Throws: ``StoreError`` of code unsuitable if the ring has not its key, of code damaged if it was changed.
    public func opened(with keys: VaultKeyRing) throws -> VaultEntry {
        guard keyID != 0 else { return self }
        let plain = try keys.open(payload, keyID: keyID, for: Self.context + header)
        guard plain.count >= Self.headerLength else { throw StoreError(.damaged, "a vault entry has no salt") }
        return VaultEntry(
            keyID: 0,
            header: Array(plain.prefix(Self.headerLength)),
            payload: Array(plain.dropFirst(Self.headerLength))
        )
    }

    /// Whether the entry can be the one of a reference, as far as is seen without a key.
    func mayBelong(to reference: VaultReference) -> Bool {
        keyID == 0 || Digest(hexadecimal: reference.commitment)?.bytes.starts(with: header) == true
    }
}

/// How keys of keyed hashes are wrapped: without the vault's key nobody can try telephone numbers against them.
extension StoredHashKey {
    private static func context(_ purpose: HashPurpose) -> [UInt8] { Array("motcua hash key \(purpose.rawValue)".utf8) }

    /// Wraps a key under the newest key of the vault.
    ///
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    init(
        sealing key: [UInt8],
        for purpose: HashPurpose,
        with keys: VaultKeyRing,
        entropy: any EntropySource
    ) throws {
        let sealed = try keys.seal(key, for: Self.context(purpose), entropy: entropy)
        self.init(keyID: sealed.keyID, bytes: sealed.bytes)
    }

    /// The key in clear.
    ///
    /// - Throws: ``StoreError``, as for entries.
    func opened(for purpose: HashPurpose, with keys: VaultKeyRing) throws -> [UInt8] {
        keyID == 0 ? bytes : try keys.open(bytes, keyID: keyID, for: Self.context(purpose))
    }
}

extension StoreSnapshot {
    /// The key of a keyed hash, in clear; nil before it was made.
    ///
    /// - Throws: ``StoreError`` of code unsuitable while the vault is locked.
    public func hashKey(_ purpose: HashPurpose) throws -> [UInt8]? {
        try storedHashKey(purpose)?.opened(for: purpose, with: vaultKeys)
    }

    /// The key of a keyed hash, in clear, in a database that has served and so has it.
    ///
    /// - Throws: ``StoreError`` of code damaged if it is missing, of code unsuitable while the vault is locked.
    func neededHashKey(_ purpose: HashPurpose) throws -> [UInt8] {
        guard let key = try hashKey(purpose) else {
            throw StoreError(.damaged, "the key of the keyed hash \(purpose.rawValue) is missing")
        }
        return key
    }
}
