import DossierEngine

/// What every store must do with personal data and their keys (kho dữ liệu cá nhân).
extension StoreContract {
    static let vault = [
        StoreBehaviour("a vault entry comes back until it is erased, and its number is not given again") { store in
            let (stream, number) = try await put(entry(9), in: store)
            try expect(try await store.read { try $0.vaultEntry(number) }, is: entry(9), "the entry")
            try expect(try await store.read { try $0.vaultStream(of: number) }, is: stream, "the stream of the entry")

            try await store.transact { try $0.eraseVaultEntry(number) }
            try await store.transact { try $0.eraseVaultEntry(number) }
            let next = try await store.transact { try $0.putVaultEntry(entry(9), of: stream) }
            try expect(try await store.read { try $0.vaultEntry(number) }, is: nil, "the erased entry")
            try expect(try await store.read { try $0.vaultStream(of: number) }, is: nil, "its stream")
            try expect(next > number, "the number after an erasure is new")
        },
        StoreBehaviour("entries sealed with other keys come by pages and are replaced while they still are") { store in
            var numbers: [Int64] = []
            for key: Int64 in [0, 2, 1, 0] { numbers.append(try await put(entry(7, key: key), in: store).number) }
            let first = try await store.read { try $0.vaultEntries(sealedOtherwiseThan: 2, after: 0, limit: 2) }
            try expect(first.map(\.number), is: [numbers[0], numbers[2]], "the first page")
            try expect(first.map(\.entry), is: [entry(7, key: 0), entry(7, key: 1)], "its entries")
            let after = numbers[2]
            let rest = try await store.read { try $0.vaultEntries(sealedOtherwiseThan: 2, after: after, limit: 2) }
            try expect(rest.map(\.number), is: [numbers[3]], "the rest")

            let (plain, older) = (numbers[0], numbers[2])
            try await store.transact { transaction in
                try transaction.replaceVaultEntry(plain, with: entry(8, key: 2), sealedWith: 0)
                try transaction.replaceVaultEntry(older, with: entry(8, key: 2), sealedWith: 0)
                try transaction.replaceVaultEntry(older + 1_000, with: entry(8, key: 2), sealedWith: 0)
            }
            try expect(try await store.read { try $0.vaultEntry(plain) }, is: entry(8, key: 2), "the replaced entry")
            try expect(try await store.read { try $0.vaultEntry(older) }, is: entry(7, key: 1), "the other entry")
        },
        StoreBehaviour("a dossier is found by the terms of an entry until they or the entry are erased") { store in
            let dossier = try await SampleDossier().save(in: store)
            let (first, second) = try await store.transact { transaction in
                let first = try transaction.putVaultEntry(entry(1), of: dossier)
                let second = try transaction.putVaultEntry(entry(2), of: dossier)
                try transaction.putVaultTerms([.min, 7], of: first)
                try transaction.putVaultTerms([7, .min], of: first)
                try transaction.putVaultTerms([7, 9], of: second)
                return (first, second)
            }
            try expect(try await found([.min], in: store), is: [dossier], "the dossier by its first term")
            try expect(try await found([8, 9], in: store), is: [dossier], "the dossier by either of two")
            try expect(try await found([7], in: store), is: [dossier], "the dossier, once")
            try expect(try await found([8], in: store), is: [], "nothing by a strange term")

            try await store.transact { try $0.eraseVaultTerms(of: first) }
            try await store.transact { try $0.eraseVaultTerms(of: first) }
            try expect(try await found([.min], in: store), is: [], "nothing by an erased term")
            try await store.transact { try $0.eraseVaultEntry(second) }
            try expect(try await found([7, 9], in: store), is: [], "nothing by the terms of an erased entry")
            try await store.transact { try $0.putVaultTerms([9], of: second) }
            try expect(try await found([9], in: store), is: [], "nothing by terms that come after the erasure")
        },
        StoreBehaviour("keys are known again until they are forgotten, and noted once") { store in
            let records = [1, 3].map { VaultKeyRecord(id: $0, checkValue: Digest.of([UInt8($0)])) }
            try await store.transact { transaction in for record in records { try transaction.insert(record) } }
            try expect(try await store.read { try $0.vaultKeyRecords() }, is: records, "the keys")
            try await expectRefusal("a second check value of a key") {
                try await store.transact { try $0.insert(VaultKeyRecord(id: 1, checkValue: .zero)) }
            }
            try await store.transact { try $0.deleteVaultKeyRecord(1) }
            try await store.transact { try $0.deleteVaultKeyRecord(1) }
            try expect(try await store.read { try $0.vaultKeyRecords() }, is: [records[1]], "the other key")
        },
    ]

    private static func entry(_ byte: UInt8, key: Int64 = 0) -> VaultEntry {
        VaultEntry(keyID: key, header: [UInt8](repeating: byte, count: 16), payload: Array("Nguyễn".utf8))
    }

    private static func found(_ terms: [Int64], in store: any DossierStore) async throws -> [StreamID] {
        var filter = DossierFilter()
        filter.personTerms = terms
        let final = filter
        return try await store.read { try $0.dossiers(matching: final, before: nil, limit: 9).map(\.id) }
    }

    private static func put(
        _ entry: VaultEntry,
        in store: any DossierStore
    ) async throws -> (stream: StreamID, number: Int64) {
        try await store.transact { transaction in
            let stream = try transaction.makeStream().id
            return (stream, try transaction.putVaultEntry(entry, of: stream))
        }
    }
}
