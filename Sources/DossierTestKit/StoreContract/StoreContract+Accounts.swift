import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with accounts and sessions (tài khoản).
extension StoreContract {
    static let accounts = [
        StoreBehaviour("an account comes back as it was made, by name and by number") { store in
            let id = try await insertOfficer(in: store)
            let expected = Account(
                id: id,
                username: "officer.TCKH",
                role: .officer,
                place: SampleDossier.finance,
                passwordHash: "scrypt$1",
                isActive: true
            )

            try expect(try await store.read { try $0.account(named: "officer.TCKH") }, is: expected, "by name")
            try expect(try await store.read { try $0.account(id) }, is: expected, "by number")
            try expect(try await store.read { try $0.account(named: "officer.thue") }, is: nil, "an unknown name")

            try await store.transact { try $0.setPasswordHash("scrypt$2", of: id) }
            try expect(try await store.read { try $0.account(id)?.passwordHash }, is: "scrypt$2", "the new hash")
        },
        StoreBehaviour("a username is not given to two accounts, and no unknown account gets a password") { store in
            let id = try await insertOfficer(in: store)

            try await expectRefusal("a second account of the name") { _ = try await insertOfficer(in: store) }
            let unknown = AccountID(number: id.number + 1)
            try await expectRefusal("a password of an unknown account") {
                try await store.transact { try $0.setPasswordHash("scrypt$2", of: unknown) }
            }
        },
        StoreBehaviour("a session is found by its hash until it is ended, which may be done twice") { store in
            let id = try await insertOfficer(in: store)
            let session = Session(tokenHash: Digest.of([1]), account: id, expiresAt: SampleDossier.receipt)
            try await store.transact { try $0.insert(session) }
            try expect(try await store.read { try $0.session(Digest.of([1])) }, is: session, "the session")
            try expect(try await store.read { try $0.session(Digest.of([2])) }, is: nil, "an unknown session")

            try await store.transact { try $0.deleteSession(Digest.of([1])) }
            try await store.transact { try $0.deleteSession(Digest.of([1])) }
            try expect(try await store.read { try $0.session(Digest.of([1])) }, is: nil, "the ended session")
        },
        StoreBehaviour("an account's sessions end together, all but the one kept") { store in
            let id = try await insertOfficer(in: store)
            try await insertSessions(3, of: id, in: store)

            try await store.transact { try $0.deleteSessions(of: id, except: Digest.of([2])) }
            try expect(try await sessions(3, in: store), is: [2], "the sessions left")
            try await store.transact { try $0.deleteSessions(of: id, except: nil) }
            try expect(try await sessions(3, in: store), is: [], "the sessions left")
        },
        StoreBehaviour("expired sessions end, earliest first and no more than asked") { store in
            let id = try await insertOfficer(in: store)
            try await insertSessions(4, of: id, in: store)

            // Session n ends n seconds after the start; the limit is 2, and the instant itself is not before.
            let instant = SampleDossier.receipt.adding(seconds: 4)
            try await store.transact { try $0.deleteSessions(expiredBefore: instant, limit: 2) }
            try expect(try await sessions(4, in: store), is: [3, 4], "the sessions left")
            try await store.transact { try $0.deleteSessions(expiredBefore: instant, limit: 2) }
            try expect(try await sessions(4, in: store), is: [4], "the sessions left")
        },
    ]

    private static func insertOfficer(in store: any DossierStore) async throws -> AccountID {
        try await store.transact {
            try $0.insertAccount(
                username: "officer.TCKH",
                role: .officer,
                place: SampleDossier.finance,
                passwordHash: "scrypt$1"
            )
        }
    }

    private static func insertSessions(_ count: UInt8, of id: AccountID, in store: any DossierStore) async throws {
        try await store.transact { transaction in
            for number in 1...count {
                let expiresAt = SampleDossier.receipt.adding(seconds: Int64(number))
                try transaction.insert(Session(tokenHash: Digest.of([number]), account: id, expiresAt: expiresAt))
            }
        }
    }

    private static func sessions(_ count: UInt8, in store: any DossierStore) async throws -> [UInt8] {
        try await store.read { snapshot in
            try (1...count).filter { try snapshot.session(Digest.of([$0])) != nil }
        }
    }
}
