/// Why the keys that are there do not open a database (khóa không đúng).
public enum VaultKeyMismatch: Error, Hashable, Sendable {
    /// Something is sealed with a key that is not there.
    case missing(Int64)
    /// The key of that number is another one than the database was sealed with.
    case wrong(Int64)
}

/// Brings a database and the keys of its vault together (đối chiếu khóa), whenever it is opened.
public enum VaultSettlement {
    /// Brings an unlocked store and its keys together; may be called twice.
    ///
    /// - Throws: ``VaultKeyMismatch``; ``StoreError``.
    public static func settle(_ store: any DossierStore, entropy: any EntropySource) async throws {
        try await store.transact { try settle(entropy: entropy, in: $0) }
    }

    /// Checks the keys against what the database knows, notes the newest, and wraps the keys of hashes under it.
    ///
    /// - Throws: ``VaultKeyMismatch``; ``StoreError``.
    static func settle(entropy: any EntropySource, in transaction: any StoreTransaction) throws {
        let keys = transaction.vaultKeys
        guard let newest = keys.newest else { throw StoreError(.unsuitable, "the vault is locked") }
        let records = try transaction.vaultKeyRecords()
        try check(keys, against: records)
        if !records.contains(where: { $0.id == newest.id }) {
            try transaction.insert(VaultKeyRecord(id: newest.id, checkValue: newest.checkValue))
        }
        for purpose in HashPurpose.allCases {
            guard let stored = try transaction.storedHashKey(purpose) else {
                let key = try wrapped(entropy.bytes(Digest.length), for: purpose, entropy, keys)
                try transaction.setHashKey(key, for: purpose)
                continue
            }
            guard stored.keyID != newest.id else { continue }
            let plain = try stored.opened(for: purpose, with: keys)
            try transaction.rewrapHashKey(try wrapped(plain, for: purpose, entropy, keys), for: purpose)
        }
    }

    /// Checks keys against the records of a database.
    ///
    /// - Throws: ``VaultKeyMismatch``.
    static func check(_ keys: VaultKeyRing, against records: [VaultKeyRecord]) throws(VaultKeyMismatch) {
        for record in records where record.id != 0 {
            guard let key = keys[record.id] else { throw .missing(record.id) }
            guard key.checkValue.equalsInConstantTime(record.checkValue) else { throw .wrong(record.id) }
        }
    }

    private static func wrapped(
        _ key: [UInt8],
        for purpose: HashPurpose,
        _ entropy: any EntropySource,
        _ keys: VaultKeyRing
    ) throws -> StoredHashKey {
        try StoredHashKey(sealing: key, for: purpose, with: keys, entropy: entropy)
    }
}

extension VaultKeyRing {
    /// Checks the keys against what a database knows of them.
    ///
    /// - Throws: ``VaultKeyMismatch``.
    public func check(against records: [VaultKeyRecord]) throws(VaultKeyMismatch) {
        try VaultSettlement.check(self, against: records)
    }
}
