import DossierEngine
import DossierStoreSQLite

/// Opens the vault of a database with its keys (mở kho dữ liệu cá nhân), as every command does that may read from it.
struct VaultOpening {
    let store: SQLiteDossierStore
    let source: VaultKeySource

    /// Unlocks the store; a database in which nothing is encrypted yet gets its first key.
    ///
    /// - Parameters:
    ///   - entropy: Where a new key comes from.
    ///   - announces: Whether somebody is to be told of a new key.
    /// - Throws: ``VaultKeyRefusal``; `StoreError`.
    func unlock(entropy: any EntropySource, announces: Bool) async throws {
        let records = try await store.read { try $0.vaultKeyRecords() }
        let isThere = try source.keys(for: records) != nil
        store.unlock(with: try source.keys(for: records, entropy: entropy))
        guard announces, !isThere else { return }
        Console.complain("The key of personal data is made now: \(source.name). Copy it apart from the database.")
        Console.complain("Khóa mã hóa dữ liệu cá nhân vừa được tạo: \(source.name). Hãy chép riêng, tách khỏi dữ liệu.")
    }

    /// Seals what older programs left in clear, and what an interrupted `rekey` left under an older key.
    ///
    /// - Throws: `StoreError`; what was sealed before stays sealed, and the next start goes on.
    func sealWhatIsNot(entropy: any EntropySource) async throws {
        let work = reencryption(entropy: entropy)
        let outcome = try await work.run { sealed in
            if sealed % Upgrade.tellingInterval == 0 { Console.complain("Encrypted \(sealed) entries so far …") }
            guard sealed <= VaultReencryption.usualBatch else { return }
            Console.complain("Personal data that are not encrypted with the newest key are encrypted now …")
            Console.complain("Đang mã hóa dữ liệu cá nhân chưa được mã hóa bằng khóa mới nhất …")
        }
        let sealed = counted(outcome.sealed, "entry", "entries")
        if outcome.sealed > 0 { Console.complain("Encrypted \(sealed) of the vault.") }
        guard outcome.damaged > 0 else { return }
        Console.complain("\(outcome.damaged) entries are damaged: run motcua verify.")
        Console.complain("\(outcome.damaged) mục bị hỏng: hãy chạy motcua verify.")
    }

    /// The work of sealing all anew.
    func reencryption(
        entropy: any EntropySource,
        batchSize: Int = VaultReencryption.usualBatch
    ) -> VaultReencryption {
        VaultReencryption(store: store, entropy: entropy, batchSize: batchSize) { [store] in try await store.scrub() }
    }
}
