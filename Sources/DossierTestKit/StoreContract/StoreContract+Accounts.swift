import DossierDomain
import DossierEngine
import WorkingCalendar

/// What every store must do with accounts and sessions (tài khoản).
extension StoreContract {
    static let accounts = [
        StoreBehaviour("an account comes back as it was made, by name and by number") { store in
            let id = try await store.insertAccount("officer.TCKH")
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

            var changed = expected
            changed.role = .admin
            changed.place = nil
            changed.passwordHash = "scrypt$2"
            changed.isActive = false
            changed.mustChangePassword = true
            changed.version = 2
            let saved = changed
            try await store.transact { try $0.save(saved) }
            try expect(try await store.read { try $0.account(id) }, is: saved, "the changed account")
        },
        StoreBehaviour("a username is not given to two accounts, and no unknown account gets a password") { store in
            let id = try await store.insertAccount("officer.TCKH")

            try await expectRefusal("a second account of the name") {
                _ = try await store.insertAccount("officer.TCKH")
            }
            let unknown = Account(
                id: AccountID(number: id.number + 1),
                username: "head.TCKH",
                role: .head,
                place: nil,
                passwordHash: "scrypt$2",
                isActive: true
            )
            try await expectRefusal("a change of an unknown account") {
                try await store.transact { try $0.save(unknown) }
            }
        },
        StoreBehaviour("accounts are listed in the order in which they were made, page by page") { store in
            let ids = try await store.transact { transaction in
                try ["b", "a", "c"].map {
                    try transaction.insertAccount(
                        username: $0,
                        role: .admin,
                        place: nil,
                        passwordHash: "x",
                        mustChangePassword: $0 == "a"
                    )
                }
            }
            let first = try await store.read { try $0.accounts(after: nil, limit: 2) }
            try expect(first.map(\.username), is: ["b", "a"], "the first page")
            try expect(first.map(\.mustChangePassword), is: [false, true], "who has to change his password")
            let rest = try await store.read { try $0.accounts(after: ids[1], limit: 2) }
            try expect(rest.map(\.id), is: [ids[2]], "the last page")
            try expect(try await store.read { try $0.activeAdministratorCount() }, is: 3, "the administrators")
            try await store.transact { transaction in
                guard var account = try transaction.account(ids[0]) else { return }
                account.isActive = false
                try transaction.save(account)
            }
            try expect(try await store.read { try $0.activeAdministratorCount() }, is: 2, "those who may sign in")
        },
        StoreBehaviour("an identity leads to one account, and the newest word about it is kept") { store in
            let id = try await store.insertAccount("officer.TCKH")
            let digest = Digest.of([1])
            let early = SampleDossier.receipt
            var identity = StoredIdentity(digest: digest, account: id, toldAt: early, isMapped: true)
            try expect(try await store.read { try $0.identity(digest) }, is: nil, "an identity that is not there")
            try await store.transact { [identity] in try $0.save(identity) }
            try expect(try await store.read { try $0.identity(digest) }, is: identity, "the identity")

            identity.toldAt = early.adding(seconds: 1)
            identity.isMapped = false
            try await store.transact { [identity] in try $0.save(identity) }
            try expect(try await store.read { try $0.identity(digest) }, is: identity, "the newest word")
            try expect(try await store.read { try $0.identity(Digest.of([2])) }, is: nil, "another identity")
            try await expectRefusal("a second identity of an account") {
                try await store.transact {
                    try $0.save(StoredIdentity(digest: Digest.of([2]), account: id, toldAt: early, isMapped: true))
                }
            }
        },
        StoreBehaviour("a session is found by its hash until it is ended, which may be done twice") { store in
            let id = try await store.insertAccount("officer.TCKH")
            let opening = SessionOpening(
                tokenHash: Digest.of([1]),
                account: id,
                client: "Firefox, Windows",
                at: SampleDossier.receipt,
                expiresAt: SampleDossier.receipt.adding(seconds: 60)
            )
            let session = try await store.transact { try $0.open(opening) }
            try expect(session.lastUsedAt, is: SampleDossier.receipt, "the first use")
            try expect(try await store.read { try $0.session(Digest.of([1])) }, is: session, "the session")
            try expect(try await store.read { try $0.session(Digest.of([2])) }, is: nil, "an unknown session")

            try await store.transact { try $0.deleteSession(Digest.of([1])) }
            try await store.transact { try $0.deleteSession(Digest.of([1])) }
            try expect(try await store.read { try $0.session(Digest.of([1])) }, is: nil, "the ended session")
        },
        StoreBehaviour("sessions are listed newest first, end by their number, and never by another account's") {
            store in
            let id = try await store.insertAccount("officer.TCKH")
            try await insertSessions(4, of: id, in: store)
            let first = try await store.read { try $0.sessions(of: id, before: nil, limit: 3) }
            try expect(first.map(\.tokenHash), is: [4, 3, 2].map { Digest.of([$0]) }, "the first page")
            let last = try await store.read { try $0.sessions(of: id, before: first[2].number, limit: 3) }
            try expect(last.map(\.tokenHash), is: [Digest.of([1])], "the last page")
            let stranger = AccountID(number: id.number + 1)
            try expect(try await store.read { try $0.sessions(of: stranger, before: nil, limit: 3) }, is: [], "others")

            let number = first[0].number
            try expect(try await store.transact { try $0.deleteSession(number, of: stranger) }, is: false, "another's")
            try expect(try await store.transact { try $0.deleteSession(number, of: id) }, is: true, "one's own")
            try expect(try await store.transact { try $0.deleteSession(number, of: id) }, is: false, "one's own again")
            try expect(try await sessions(4, in: store), is: [1, 2, 3], "the sessions left")
        },
        StoreBehaviour("a session's last use is noted, and never taken back") { store in
            let id = try await store.insertAccount("officer.TCKH")
            try await insertSessions(1, of: id, in: store)
            let number = try await store.read { try $0.session(Digest.of([1]))?.number ?? 0 }
            for seconds: Int64 in [90, 30] {
                try await store.transact {
                    try $0.noteUse(ofSession: number, at: SampleDossier.receipt.adding(seconds: seconds))
                }
            }
            let used = try await store.read { try $0.session(Digest.of([1]))?.lastUsedAt }
            try expect(used, is: SampleDossier.receipt.adding(seconds: 90), "the last use")
        },
        StoreBehaviour("an account's sessions end together, all but the one kept") { store in
            let id = try await store.insertAccount("officer.TCKH")
            try await insertSessions(3, of: id, in: store)

            try await store.transact { try $0.deleteSessions(of: id, except: Digest.of([2])) }
            try expect(try await sessions(3, in: store), is: [2], "the sessions left")
            try await store.transact { try $0.deleteSessions(of: id, except: nil) }
            try expect(try await sessions(3, in: store), is: [], "the sessions left")
        },
        StoreBehaviour("expired sessions end, earliest first and no more than asked") { store in
            let id = try await store.insertAccount("officer.TCKH")
            try await insertSessions(4, of: id, in: store)

            // Session n ends n seconds after the start; the limit is 2, and the instant itself is not before.
            let instant = SampleDossier.receipt.adding(seconds: 4)
            try await store.transact { try $0.deleteSessions(expiredBefore: instant, limit: 2) }
            try expect(try await sessions(4, in: store), is: [3, 4], "the sessions left")
            try await store.transact { try $0.deleteSessions(expiredBefore: instant, limit: 2) }
            try expect(try await sessions(4, in: store), is: [4], "the sessions left")
        },
    ]

    private static func insertSessions(_ count: UInt8, of id: AccountID, in store: any DossierStore) async throws {
        try await store.transact { transaction in
            for number in 1...count {
                let expiresAt = SampleDossier.receipt.adding(seconds: Int64(number))
                _ = try transaction.open(
                    SessionOpening(
                        tokenHash: Digest.of([number]),
                        account: id,
                        client: "curl",
                        at: SampleDossier.receipt,
                        expiresAt: expiresAt
                    )
                )
            }
        }
    }

    private static func sessions(_ count: UInt8, in store: any DossierStore) async throws -> [UInt8] {
        try await store.read { snapshot in
            try (1...count).filter { try snapshot.session(Digest.of([$0])) != nil }
        }
    }
}
