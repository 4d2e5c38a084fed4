import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with keys of other systems (khóa API).
extension StoreContract {
    static let keys = [
        StoreBehaviour("a key comes back as it was made and saved, by name in any case and by number") { store in
            let key = try await insertKey("cong-dvc", in: store)
            try expect(key.version, is: 1, "the first version")
            try expect(key.scopes, is: [.intakeOnline, .payments], "the scopes")
            try expect(try await store.read { try $0.apiKey(named: "CONG-DVC") }, is: key, "by name")
            try expect(try await store.read { try $0.apiKey(key.id) }, is: key, "by number")
            try expect(try await store.read { try $0.apiKey(named: "khac") }, is: nil, "an unknown name")

            var changed = key
            changed.version = 2
            changed.place = SampleDossier.finance
            changed.revokedAt = SampleDossier.receipt
            let saved = changed
            try await store.transact { try $0.save(saved) }
            try expect(try await store.read { try $0.apiKey(key.id) }, is: saved, "the changed key")
        },
        StoreBehaviour("a name is not given to two keys, and keys are listed in the order in which they were made") {
            store in
            var ids: [KeyID] = []
            for name in ["b", "a", "c"] { ids.append(try await insertKey(name, in: store).id) }
            try await expectRefusal("a second key of the name") { _ = try await insertKey("A", in: store) }
            let first = try await store.read { try $0.apiKeys(after: nil, limit: 2) }
            try expect(first.map(\.name), is: ["b", "a"], "the first page")
            let rest = try await store.read { try $0.apiKeys(after: first[1].id, limit: 2) }
            try expect(rest.map(\.id), is: [ids[2]], "the last page")
        },
        StoreBehaviour("secrets are found by their prefix, listed newest first, and end all but one, never later") {
            store in
            let key = try await insertKey("cong-dvc", in: store)
            let start = SampleDossier.receipt
            let secrets = (1...3).map { number in
                APIKeySecret(
                    prefix: "prefix0\(number)",
                    key: key.id,
                    hash: Digest.of([UInt8(number)]),
                    createdAt: start.adding(seconds: Int64(number)),
                    expiresAt: start.adding(seconds: 100 * Int64(number)),
                    lastUsedAt: nil
                )
            }
            try await store.transact { transaction in for secret in secrets { try transaction.insert(secret) } }
            try expect(try await store.read { try $0.apiKeySecret("prefix02") }, is: secrets[1], "by prefix")
            try expect(try await store.read { try $0.apiKeySecret("prefix09") }, is: nil, "an unknown prefix")
            let newest = try await store.read { try $0.apiKeySecrets(of: key.id, limit: 2) }
            try expect(newest, is: [secrets[2], secrets[1]], "the newest two")

            try await store.transact {
                try $0.endSecrets(of: key.id, at: start.adding(seconds: 150), except: "prefix03")
            }
            let ends = try await store.read { try $0.apiKeySecrets(of: key.id, limit: 9).map(\.expiresAt) }
            try expect(ends, is: [300, 150, 100].map { start.adding(seconds: $0) }, "the ends")
            try await store.transact { try $0.endSecrets(of: key.id, at: start, except: nil) }
            let dead = try await store.read { try $0.apiKeySecrets(of: key.id, limit: 9).map(\.expiresAt) }
            try expect(dead, is: [start, start, start], "the ends at last")
        },
        StoreBehaviour("a secret's last use is noted, and never taken back") { store in
            let key = try await insertKey("cong-dvc", in: store)
            let start = SampleDossier.receipt
            let secret = APIKeySecret(
                prefix: "prefix01",
                key: key.id,
                hash: Digest.of([1]),
                createdAt: start,
                expiresAt: start.adding(seconds: 100),
                lastUsedAt: nil
            )
            try await store.transact { try $0.insert(secret) }
            for seconds: Int64 in [90, 30] {
                try await store.transact { try $0.noteUse(ofKey: "prefix01", at: start.adding(seconds: seconds)) }
            }
            let used = try await store.read { try $0.apiKeySecret("prefix01")?.lastUsedAt }
            try expect(used, is: start.adding(seconds: 90), "the last use")
        },
    ]

    private static func insertKey(_ name: String, in store: any DossierStore) async throws -> APIKey {
        let draft = KeyDraft(
            name: name,
            scopes: [.payments, .intakeOnline],
            role: .desk,
            place: SampleDossier.finance,
            gateway: nil
        )
        return try await store.transact { try $0.insertKey(draft, at: SampleDossier.receipt) }
    }
}
