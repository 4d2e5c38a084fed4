import DossierEngine

/// Personal data (kho dữ liệu cá nhân) in the table `vault`, sealed by the engine before they get here.
extension SQLiteReading {
    func vaultEntry(_ number: Int64) throws -> VaultEntry? {
        try first(
            "SELECT keyId, header, payload FROM vault WHERE number = ?",
            orArchived: """
                SELECT kept.keyId, kept.header, kept.payload
                FROM archive.vault AS kept JOIN main.dossier ON dossier.id = kept.stream
                WHERE kept.number = ? AND dossier.archivedAt IS NOT NULL
                """,
            .integer(number)
        ) { row in
            VaultEntry(keyID: row.integer(0), header: row.blob(1), payload: row.blob(2))
        }
    }

    func vaultStream(of number: Int64) throws -> StreamID? {
        try first(
            "SELECT stream FROM vault WHERE number = ?",
            orArchived: """
                SELECT kept.stream
                FROM archive.vault AS kept JOIN main.dossier ON dossier.id = kept.stream
                WHERE kept.number = ? AND dossier.archivedAt IS NOT NULL
                """,
            .integer(number)
        ) { row in
            StreamID(number: row.integer(0))
        }
    }

    func vaultEntries(after number: Int64, limit: Int) throws -> [OwnedVaultEntry] {
        try statements.all(
            "SELECT number, stream, keyId, header, payload FROM vault WHERE number > ? ORDER BY number LIMIT ?",
            .integer(number),
            .limit(limit)
        ) { row in
            OwnedVaultEntry(
                number: row.integer(0),
                stream: StreamID(number: row.integer(1)),
                entry: VaultEntry(keyID: row.integer(2), header: row.blob(3), payload: row.blob(4))
            )
        }
    }

    func vaultEntryCount(after number: Int64, limit: Int) throws -> Int {
        try statements.first(
            "SELECT COUNT(*) FROM (SELECT 1 FROM vault WHERE number > ? LIMIT ?)",
            .integer(number),
            .limit(limit)
        ) { $0.count(0) } ?? 0
    }

    func vaultEntries(
        sealedOtherwiseThan keyID: Int64,
        after number: Int64,
        limit: Int
    ) throws -> [NumberedVaultEntry] {
        let sql: StaticString =
            hasArchive
            ? """
            SELECT number, keyId, header, payload FROM main.vault WHERE number > ?1 AND keyId <> ?2
            UNION ALL
            SELECT number, keyId, header, payload FROM archive.vault WHERE number > ?1 AND keyId <> ?2
            ORDER BY number LIMIT ?3
            """
            : "SELECT number, keyId, header, payload FROM vault WHERE number > ? AND keyId <> ? ORDER BY number LIMIT ?"
        return try statements.all(sql, .integer(number), .integer(keyID), .limit(limit)) { row in
            let entry = VaultEntry(keyID: row.integer(1), header: row.blob(2), payload: row.blob(3))
            return NumberedVaultEntry(number: row.integer(0), entry: entry)
        }
    }
}

extension SQLiteTransaction {
    func putVaultEntry(_ entry: VaultEntry, of stream: StreamID) throws -> Int64 {
        try statements.run(
            "INSERT INTO vault (stream, keyId, header, payload) VALUES (?, ?, ?, ?)",
            .integer(stream.number),
            .integer(entry.keyID),
            .blob(entry.header),
            .blob(entry.payload)
        )
        return statements.lastRowNumber
    }

    func replaceVaultEntry(_ number: Int64, with entry: VaultEntry, sealedWith keyID: Int64) throws {
        try expectWritable(number, sealedWith: keyID)
        try statements.run(
            "UPDATE main.vault SET keyId = ?, header = ?, payload = ? WHERE number = ? AND keyId = ?",
            .integer(entry.keyID),
            .blob(entry.header),
            .blob(entry.payload),
            .integer(number),
            .integer(keyID)
        )
        guard archive == .writable else { return }
        let changed = try statements.run(
            "UPDATE archive.vault SET keyId = ?, header = ?, payload = ? WHERE number = ? AND keyId = ?",
            .integer(entry.keyID),
            .blob(entry.header),
            .blob(entry.payload),
            .integer(number),
            .integer(keyID)
        )
        if changed > 0 { try noteArchiveChange() }
    }

    /// Refuses to change an entry of the archive where that is only read, so that nobody takes it for changed.
    private func expectWritable(_ number: Int64, sealedWith keyID: Int64?) throws {
        guard archive == .readOnly else { return }
        let isThere = try statements.first(
            "SELECT 1 FROM archive.vault WHERE number = ?1 AND (?2 IS NULL OR keyId = ?2)",
            .integer(number),
            .optional(keyID)
        ) { _ in true }
        guard isThere == true else { return }
        throw StoreError.archiveOnlyRead
    }

    /// Raises the generation of the archive, by which copies of it are told apart.
    func noteArchiveChange() throws {
        try statements.run("UPDATE archive.archive SET generation = generation + 1")
    }

    func putVaultTerms(_ terms: [Int64], of number: Int64) throws {
        // The entry may lie in the archive.
        guard !terms.isEmpty, let stream = try vaultStream(of: number) else { return }
        for term in terms {
            try statements.run(
                "INSERT INTO vaultTerm (entry, term, dossier) VALUES (?, ?, ?) ON CONFLICT (entry, term) DO NOTHING",
                .integer(number),
                .integer(term),
                .integer(stream.number)
            )
        }
    }

    func eraseVaultTerms(of number: Int64) throws {
        try statements.run("DELETE FROM vaultTerm WHERE entry = ?", .integer(number))
    }

    func eraseVaultEntry(_ number: Int64) throws {
        try expectWritable(number, sealedWith: nil)
        // What an archived dossier is found by lies here too.
        try eraseVaultTerms(of: number)
        try statements.run("DELETE FROM main.vault WHERE number = ?", .integer(number))
        try expectErased("SELECT 1 FROM main.vault WHERE number = ?", number)
        guard archive == .writable else { return }
        let erased = try statements.run("DELETE FROM archive.vault WHERE number = ?", .integer(number))
        try expectErased("SELECT 1 FROM archive.vault WHERE number = ?", number)
        guard erased > 0 else { return }
        try noteArchiveChange()
        // Of both files the archive's is committed last: broken off in between, the next opening erases there again.
        try statements.run(
            """
            INSERT INTO main.installation (name, value) VALUES ('archiveErasing', ?1)
            ON CONFLICT (name) DO UPDATE SET value = value || ',' || excluded.value
            """,
            .text(String(number))
        )
    }

    /// Refuses to call erased what stays, as a trigger of somebody else can make it do.
    private func expectErased(_ sql: StaticString, _ number: Int64) throws {
        guard try statements.first(sql, .integer(number), read: { _ in true }) == nil else {
            throw StoreError(
                .damaged,
                "vault entry \(number) stays though it was erased: something in the tables acts by itself, see verify",
                vietnamese: "Mục dữ liệu \(number) vẫn còn sau khi xóa: trong cơ sở dữ liệu có gì đó tự can thiệp. Hãy "
                    + "chạy motcua verify để biết."
            )
        }
    }
}

extension StoreError {
    /// What is said to whoever would change personal data in an archive that is attached for reading only.
    static let archiveOnlyRead = StoreError(
        .unsuitable,
        """
        Personal data in the archive cannot be changed here. If a key was changed, run motcua rekey first.
        Không thể sửa dữ liệu trong kho lưu trữ ở đây. Nếu đã đổi khóa, hãy chạy motcua rekey trước.
        """
    )
}
