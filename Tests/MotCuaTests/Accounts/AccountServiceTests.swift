import Crypto
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import HTTPTypes
import Testing
import WorkingCalendar

@testable import motcua

/// Signing in, sessions and passwords.
struct AccountServiceTests {
    /// Half a day.
    private static let lifetime: Int64 = 43_200_000

    @Test("a token is 32 bytes of its own, and nothing but its SHA-256 stands in the database")
    func onlyHashes() async throws {
        try await Cloakroom.open { room in
            let first = try await room.signIn()
            let second = try await room.signIn("Tran.BINH")
            #expect(first.token != second.token && first.account.id == second.account.id)
            #expect(first.token.count == 64 && first.token.allSatisfy(\.isHexDigit))

            let pool = try DatabasePool(path: room.folder.database)
            let kept = try await pool.read { try Data.fetchSet($0, sql: "SELECT tokenHash FROM session") }
            try pool.close()
            #expect(kept == Set([first, second].map { Data(SHA256.hash(data: Data($0.token.utf8))) }))
            let raw = stride(from: 0, to: 64, by: 2).compactMap { start in
                UInt8(first.token.dropFirst(start).prefix(2), radix: 16)
            }
            for ending in ["", "-wal"] {
                let file = try Data(contentsOf: URL(filePath: room.folder.database + ending))
                #expect(file.range(of: Data(first.token.utf8)) == nil && file.range(of: Data(raw)) == nil)
                #expect(file.range(of: Data(Cloakroom.password.utf8)) == nil)
            }
        }
    }

    @Test("by the shipped settings a session ends to the millisecond 12 hours after it began, also one just seen")
    func expiry() async throws {
        try await Cloakroom.open { room in
            room.clock.milliseconds = 7
            let session = try await room.signIn()
            #expect(session.expiresAt == room.clock.now.adding(milliseconds: Self.lifetime))

            // Used every three quarters of an hour, so that it is not left alone for too long.
            for use in stride(from: 0, to: Self.lifetime, by: 2_700_000) {
                room.clock.milliseconds = 7 + use
                #expect(try await room.opens(session.token) == [true, true])
                try await room.accounts.writeUses()
            }
            room.clock.milliseconds = 7 + Self.lifetime - 1
            #expect(try await room.opens(session.token) == [true, true])
            room.clock.milliseconds = 7 + Self.lifetime
            #expect(try await room.opens(session.token) == [false, false])
        }
    }

    @Test("signing out ends that session at once and for good, another one of the same account stays")
    func signOut() async throws {
        try await Cloakroom.open { room in
            let first = try await room.signIn()
            let other = try await room.signIn()
            #expect(try await room.accounts.authenticate(token: first.token).username == "tran.binh")
            for _ in 1...2 { try await room.accounts.signOut(token: first.token) }

            #expect(try await room.opens(first.token) == [false, false])
            #expect(try await room.opens(other.token) == [true, true])
            for stranger in ["", "00", String(repeating: "0", count: 64), first.token + "0"] {
                #expect(try await room.opens(stranger) == [false, false], "\(stranger)")
            }
        }
    }

    @Test("a new password ends the account's other sessions, keeps the own one, and is the only one from then on")
    func passwordChange() async throws {
        try await Cloakroom.open { room in
            let mine = try await room.signIn()
            let other = try await room.signIn()
            let new = "mật khẩu mới hơn"
            try await room.accounts.changePassword(
                current: Cloakroom.password,
                new: new,
                of: mine.account,
                keeping: mine.token,
                from: "127.0.0.1"
            )

            #expect(try await room.opens(mine.token) == [true, true])
            #expect(try await room.opens(other.token) == [false, false])
            await #expect(throws: RequestRefusal.wrongCredentials) { _ = try await room.signIn() }
            #expect(try await room.signIn(password: new).account.id == mine.account.id)
            let event = try await room.lastAccountEvent()
            #expect(event.contains(#""type":"passwordChanged""#) && !event.contains(new))
        }
    }

    @Test("a password is not changed without the old one, nor to a weak one, and every session stays")
    func refusedChanges() async throws {
        try await Cloakroom.open { room in
            let mine = try await room.signIn()
            let other = try await room.signIn()
            func change(from old: String, to new: String) async throws {
                try await room.accounts.changePassword(
                    current: old,
                    new: new,
                    of: mine.account,
                    keeping: mine.token,
                    from: "127.0.0.1"
                )
            }
            await #expect(throws: RequestRefusal.wrongCredentials) { try await change(from: "sai", to: "mật khẩu mới") }
            // Seven characters, the name itself, two characters only, 257 bytes.
            for (weak, rule) in [
                ("1234567", PasswordDefect.tooShort), ("Tran.Binh", .personal), ("abababab", .repetitive),
                (String(repeating: "ab1", count: 86), .tooLong), ("Mật khẩu 1", .known),
                (Cloakroom.password, .unchanged),
            ] {
                await #expect(throws: RequestRefusal.weakPassword(rule), "\(weak)") {
                    try await change(from: Cloakroom.password, to: weak)
                }
            }
            #expect(try await room.opens(other.token) == [true, true])
            #expect(try await room.signIn().account.id == mine.account.id)
        }
    }

    @Test("a password that the store could not judge is no wrong one, at signing in and at changing it")
    func unjudged() async throws {
        try await Cloakroom.open { room in
            let store = CountingStore(room.workplace.store)
            let accounts = try await room.service(on: store)
            let mine = try await room.signIn()
            func signIn() async throws -> Account {
                try await accounts.signIn(
                    username: "tran.binh",
                    password: Cloakroom.password,
                    from: "203.0.113.7"
                ).account
            }
            func change() async throws {
                try await accounts.changePassword(
                    current: Cloakroom.password,
                    new: "mật khẩu mới hơn",
                    of: mine.account,
                    keeping: mine.token,
                    from: "203.0.113.7"
                )
            }
            store.isBroken = true
            for _ in 0..<20 {
                await #expect(throws: StoreError.self) { _ = try await signIn() }
                await #expect(throws: StoreError.self) { try await change() }
            }
            store.isBroken = false

            let found = try await signIn()
            #expect(found.id == mine.account.id)
            try await change()
        }
    }

    @Test("an unknown name costs the same work as a wrong password, and the answer is the same")
    func unknownUser() async throws {
        try await Cloakroom.open { room in
            _ = room.hasher.takeCosts()
            _ = try await room.signIn()
            let known = room.hasher.takeCosts()
            #expect(known == ["scrypt$1024$8$1"])

            for (name, password) in [("tran.binh", "sai mật khẩu"), ("le.chi", Cloakroom.password), ("le.chi", "sai")] {
                await #expect(throws: RequestRefusal.wrongCredentials, "\(name)") {
                    _ = try await room.signIn(name, password: password)
                }
                #expect(room.hasher.takeCosts() == known, "\(name)")
            }
        }
    }
}

extension Cloakroom {
    /// The last event of the accounts' stream.
    fileprivate func lastAccountEvent() async throws -> String {
        let events = try await workplace.store.transact { transaction in
            let head = try transaction.head(of: SystemEvent.Stream.accounts)
            return try transaction.events(of: head.id, after: head.count - 1, limit: 1)
        }
        return String(decoding: try #require(events.first), as: UTF8.self)
    }
}
