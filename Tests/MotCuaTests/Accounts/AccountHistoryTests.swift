import DossierDomain
import DossierEngine
import DossierStoreSQLite
import HTTPTypes
import Testing

@testable import motcua

/// What the accounts' stream says of every change.
struct AccountHistoryTests {
    @Test("every change says who made it and what, by numbers alone, and verify finds the stream whole")
    func events() async throws {
        try await OneStop.open { service in
            let store = service.server.workplace.store
            let before = try await Self.events(of: store).count
            let admin = try await service.staff("admin")
            _ = try await admin.post("/users", #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#)
            for action in ["disable", "enable", "reset"] { _ = try await admin.post("/users/le.chi/\(action)", "{}") }
            _ = try await admin.post("/users/le.chi/assign", #"{"role":"head","unit":"TCKH"}"#)
            _ = try await service.send(.delete, "/api/v1/users/le.chi/sessions", token: admin.token)
            let ids = try await store.read { snapshot in
                (admin: try snapshot.account(named: "admin")?.id, chi: try snapshot.account(named: "le.chi")?.id)
            }
            let (by, whose) = (try #require(ids.admin), try #require(ids.chi))
            let events = try await Self.events(of: store).dropFirst(before)
            let types = events.compactMap { $0["type"]?.string }
            #expect(
                types == [
                    "accountCreated", "accountDisabled", "accountEnabled", "passwordReset", "accountAssigned",
                    "sessionsEnded",
                ]
            )
            for event in events {
                #expect(event["by"]?.string == "account:\(by.number)")
                #expect(event["account"]?.string == String(whose.number))
                #expect(event["username"] == nil)
            }
            let workplace = service.server.workplace
            let report = try store.inspect { inspection in
                var verifier = Verifier(rules: workplace.rules)
                return try verifier.verify(inspection) { _, _ in }
            }
            #expect(report.isClean)
        }
    }

    @Test("neither a name nor a password stands in the stream")
    func noPersonalDatum() async throws {
        try await OneStop.open { service in
            let admin = try await service.staff("admin")
            let made = try await admin.post("/users", #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#)
            let given = try #require(made.string("oneTimePassword"))
            let text = try await DatabaseText(path: service.folder.database)
            #expect(!text.text("event").contains("le.chi"))
            for table in text.tables.keys { #expect(!text.text(table).contains(given), "\(table)") }
        }
    }

    /// The events of the accounts' stream, oldest first.
    static func events(of store: any DossierStore) async throws -> [JSONValue] {
        try await store.transact { transaction in
            let head = try transaction.head(of: SystemEvent.Stream.accounts)
            return try transaction.events(of: head.id, after: 0, limit: 10_000)
        }.map { try JSONParser.parse($0) }
    }
}
