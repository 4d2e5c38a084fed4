/// The check of what the vault's keys wrap (kiểm tra khóa): the keys of hashes, and that every key in use is known.
enum VaultKeyCheck {
    /// What is wrong, each in words; without the keys only what is seen without them.
    static func defects(in inspection: any StoreInspection, keys: VaultKeyRing) throws -> [String] {
        let known = Set(try inspection.vaultKeyRecords().map(\.id))
        var defects: [String] = []
        for purpose in HashPurpose.allCases {
            guard let stored = try inspection.storedHashKey(purpose) else { continue }
            if !known.contains(stored.keyID) {
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
}
