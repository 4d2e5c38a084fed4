/// The check of the vault's keys and of what they wrap (kiểm tra khóa): the keys of hashes are there where something
/// needs them, and every key that the database speaks of is at hand once one of them is.
enum VaultKeyCheck {
    /// What is wrong, each in words; without the keys only what is seen without them.
    static func defects(in inspection: any StoreInspection, keys: VaultKeyRing) throws -> [String] {
        let records = try inspection.vaultKeyRecords()
        let used = try inspection.hashPurposesInUse()
        var defects = records.compactMap { defect(of: $0, keys: keys) }
        for purpose in HashPurpose.allCases {
            guard let stored = try inspection.storedHashKey(purpose) else {
                if used.contains(purpose) { defects.append("hash key \(purpose.rawValue): it is missing and in use") }
                continue
            }
            if !records.contains(where: { $0.id == stored.keyID }) {
                defects.append("hash key \(purpose.rawValue): vault key \(stored.keyID) that wraps it is not known")
            }
            guard keys.opens(keyID: stored.keyID) else { continue }
            // What cannot be opened with its key was changed; that is all there is to say of it.
            if (try? stored.opened(for: purpose, with: keys)) == nil {
                defects.append("hash key \(purpose.rawValue): it was changed")
            }
        }
        return defects
    }

    private static func defect(of record: VaultKeyRecord, keys: VaultKeyRing) -> String? {
        guard record.id != 0, keys.newest != nil else { return nil }
        guard let key = keys[record.id] else { return "vault key \(record.id): the keys at hand are without it" }
        return key.checkValue.equalsInConstantTime(record.checkValue)
            ? nil : "vault key \(record.id): the database says another check value than it has"
    }
}

extension VaultKeyRing {
    /// How many entries of the vault are tried.
    private static let tries = 100

    /// Whether the ring is a database's own, in whole or in part, whatever the database says of its keys: whether
    /// something in it can be opened.
    ///
    /// - Parameter snapshot: The database.
    /// - Returns: Whether something was sealed with one of the keys.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func opensSomething(in snapshot: any StoreSnapshot) throws -> Bool {
        for purpose in HashPurpose.allCases {
            guard let stored = try snapshot.storedHashKey(purpose), stored.keyID != 0 else { continue }
            // What does not open is of another key, or was changed, which is verify's to say.
            if (try? stored.opened(for: purpose, with: self)) != nil { return true }
        }
        return try snapshot.vaultEntries(after: 0, limit: Self.tries).contains { owned in
            // As above.
            owned.entry.keyID != 0 && (try? owned.entry.opened(with: self)) != nil
        }
    }
}
