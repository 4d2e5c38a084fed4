import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with remembered requests, rows and settings.
extension StoreContract {
    static let memories = [
        StoreBehaviour("an idempotency key is known again for its account only, and may begin anew") { store in
            let id = try await SampleDossier().save(in: store)
            let first = entry(key: "k-1", account: 1, made: .dossier(id), version: 1, seconds: 0)
            let anew = entry(key: "k-1", account: 1, made: .dossier(id), version: 2, seconds: 200_000)
            try await store.transact { try $0.remember(first) }
            try expect(try await known("k-1", account: 1, in: store), is: first, "the entry")
            try expect(try await known("k-1", account: 2, in: store), is: nil, "the key of another account")

            try await store.transact { try $0.remember(anew) }
            try expect(try await known("k-1", account: 1, in: store), is: anew, "the entry that began anew")

            let salt = [UInt8](repeating: 7, count: 16)
            let other = entry(key: "k-1", account: 1, made: .other(9, salt: salt), version: 3, seconds: 400_000)
            try await store.transact { try $0.remember(other) }
            try expect(try await known("k-1", account: 1, in: store), is: other, "the entry of what is no dossier")
            try await store.transact { try $0.remember(anew) }
            try expect(try await known("k-1", account: 1, in: store), is: anew, "the entry of a dossier again")
        },
        StoreBehaviour("keys are forgotten from an age on, oldest first and no more than asked") { store in
            let id = try await SampleDossier().save(in: store)
            try await store.transact { transaction in
                for number in 1...4 {
                    let seconds = Int64(number)
                    try transaction.remember(
                        entry(key: "k-\(number)", account: 1, made: .dossier(id), version: 1, seconds: seconds)
                    )
                }
            }

            let limit = SampleDossier.receipt.adding(seconds: 4)
            try await store.transact { try $0.forgetIdempotencyEntries(before: limit, limit: 2) }
            let left = try await store.read { snapshot in
                try (1...4).filter {
                    try snapshot.idempotencyEntry(account: AccountID(number: 1), key: "k-\($0)") != nil
                }
            }
            try expect(left, is: [3, 4], "the keys left")
        },
        StoreBehaviour("a row of an older register is taken over once") { store in
            let id = try await SampleDossier().save(in: store)
            let row = Digest.of([7])
            try expect(try await store.read { try $0.importedDossier(row) }, is: nil, "before the import")
            try await store.transact { try $0.markImported(row, dossier: id) }
            try expect(try await store.read { try $0.importedDossier(row) }, is: id, "after the import")

            try await expectRefusal("the same row again") {
                try await store.transact { try $0.markImported(row, dossier: id) }
            }
        },
        StoreBehaviour("settings are replaced, keys of hashes are not") { store in
            try await store.transact { try $0.set(.mode, to: "demo") }
            try await store.transact { try $0.set(.mode, to: "production") }
            try expect(try await store.read { try $0.setting(.mode) }, is: "production", "the mode")
            try expect(try await store.read { try $0.setting(.demoClock) }, is: nil, "the demo clock")

            let key = StoredHashKey(keyID: 1, bytes: [UInt8](repeating: 3, count: 60))
            try await store.transact { try $0.setHashKey(key, for: .idempotency) }
            let other = StoredHashKey(keyID: 2, bytes: [UInt8](repeating: 4, count: 60))
            try await expectRefusal("a second key") {
                try await store.transact { try $0.setHashKey(other, for: .idempotency) }
            }
            try expect(try await store.read { try $0.storedHashKey(.idempotency) }, is: key, "the key")
            try await store.transact { try $0.rewrapHashKey(other, for: .idempotency) }
            try expect(try await store.read { try $0.storedHashKey(.idempotency) }, is: other, "the key wrapped anew")
            try expect(try await store.read { try $0.storedHashKey(.importRow) }, is: nil, "the key of another purpose")
        },
        StoreBehaviour("a configuration version is kept once, with its content to the letter") { store in
            let content = #"{"name":"Đăng ký hộ kinh doanh","steps":[]}"#
            let first = StoredConfiguration(kind: "procedure", name: "1.001612", version: 1, content: content)
            let second = StoredConfiguration(kind: "procedure", name: "1.001612", version: 2, content: content)
            try await store.transact { transaction in
                try transaction.insert(second)
                try transaction.insert(first)
            }

            try await expectRefusal("the same version again") { try await store.transact { try $0.insert(first) } }
            let calendar = StoredConfiguration(kind: "calendar", name: "vietnam", version: 1, content: "{}")
            try await store.transact { try $0.insert(calendar) }
            let found = try await store.read { try $0.configurations(of: "procedure") }
            try expect(found, is: [first, second], "the versions of a kind")
            let name = ConfigurationVersion(name: "1.001612", version: 2)
            try expect(try await store.read { try $0.configuration(name, of: "procedure") }, is: second, "one of them")
            try expect(try await store.read { try $0.configuration(name, of: "calendar") }, is: nil, "another kind")
            let all = try await store.read { snapshot in
                var all: [StoredConfiguration] = []
                try snapshot.readConfigurations { all.append($0) }
                return all
            }
            try expect(all, is: [calendar, first, second], "all versions")
            let rival = StoredConfiguration(kind: "procedure", name: "1.001612", version: 2, content: "{}")
            try expect(try await store.read { try $0.hasRival(of: rival) }, is: true, "other content")
            try expect(try await store.read { try $0.hasRival(of: second) }, is: false, "the same content")
        },
    ]

    private static func entry(
        key: String,
        account: Int64,
        made: IdempotencyEntry.Made,
        version: Int,
        seconds: Int64
    ) -> IdempotencyEntry {
        IdempotencyEntry(
            account: AccountID(number: account),
            key: key,
            fingerprint: Digest.of(Array(key.utf8)),
            made: made,
            version: version,
            at: SampleDossier.receipt.adding(seconds: seconds)
        )
    }

    private static func known(
        _ key: String,
        account: Int64,
        in store: any DossierStore
    ) async throws
        -> IdempotencyEntry?
    {
        try await store.read { try $0.idempotencyEntry(account: AccountID(number: account), key: key) }
    }
}
