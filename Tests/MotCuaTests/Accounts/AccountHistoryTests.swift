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

    @Test("each time a repeated request is shown a secret again is on record: to whom and of what; a posting is not")
    func shownAgain() async throws {
        try await OneStop.open { service in
            let store = service.server.workplace.store
            let admin = try await service.staff("admin")
            let name = try #require(HTTPField.Name("Idempotency-Key"))
            func sendAll() async throws -> [Answer] {
                var answers: [Answer] = []
                for (path, body) in [
                    ("/users", #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#),
                    ("/keys", #"{"name":"doc","scopes":["read"],"role":"officer","unit":"TCKH"}"#),
                    ("/keys/doc/rotate", "{}"),
                    ("/users/le.chi/postings", #"{"kind":"actingHead","unit":"TCKH","until":"2022-01-31"}"#),
                ] {
                    answers.append(try await admin.post(path, body, headers: [name: "3f0c2f0a\(path)"]))
                }
                return answers
            }
            let first = try await sendAll()
            #expect(first.map(\.status) == [201, 201, 200, 201])
            let before = try await Self.events(of: store).count
            #expect(try await sendAll().map(\.text) == first.map(\.text))
            let id = try await store.read { snapshot in
                (admin: try snapshot.account(named: "admin")?.id, chi: try snapshot.account(named: "le.chi")?.id)
            }
            let (by, whose) = (try #require(id.admin), try #require(id.chi))
            let events = try await Self.events(of: store).dropFirst(before)
            #expect(events.map { $0["type"]?.string } == Array(repeating: "secretShownAgain", count: 3))
            #expect(events.allSatisfy { $0["by"]?.string == "account:\(by.number)" })
            #expect(events.map { $0["account"]?.string } == [String(whose.number), nil, nil])
            #expect(events.map { $0["key"]?.string } == [nil, "1", "1"])
            #expect(try await service.verification().isClean)
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
