import DossierDomain
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

@testable import DossierEngine
@testable import motcua

/// Somebody who can write the database file, and knows the program as well as we do.
struct Forger {
    private let path: String

    init(_ path: String) { self.path = path }

    /// The rules by which dossiers of a folder are folded.
    static func rules(_ folder: TemporaryFolder) throws -> Rules {
        let configuration = try TestServer.configuration(in: folder)
        return try SQLiteDossierStore.inspect(path: folder.database) { try configuration.rulesInForce(in: $0) }
    }

    private func write<Value>(_ work: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let value = try queue.write { database in
            // Who can write the file can drop the triggers that protect it, and put them back.
            let triggers = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
            try database.execute(sql: "DROP TRIGGER IF EXISTS event_never_updated")
            try database.execute(sql: "DROP TRIGGER IF EXISTS event_never_deleted")
            let value = try work(database)
            for trigger in triggers { try database.execute(sql: trigger) }
            return value
        }
        try queue.close()
        return value
    }

    /// Writes whatever he likes.
    func run(_ sql: String) throws { try write { try $0.execute(sql: sql) } }

    /// A number that he looks up.
    func number(_ sql: String) throws -> Int64 {
        try #require(try write { try Int64.fetchOne($0, sql: sql) }, "\(sql)")
    }

    /// One event as it is rewritten.
    private struct Entry {
        let stream: Int64
        let position: Int64
        var body: String
    }

    /// Reckons everything anew that can be reckoned from the events: the global sequence, positions, chains, heads, the
    /// tree, and all that is folded: dossiers with their texts, but no accounts, whose names stand in no event.
    func recompute(rules: Rules) async throws {
        let dossiers = try write { database in
            try rewriteEvents(in: database)
            try database.execute(sql: "DELETE FROM treeTile")
            // A store writes no version that is lower than the one that is there.
            try database.execute(sql: "UPDATE dossier SET version = 1")
            try database.execute(sql: "DELETE FROM outboxMessage")
            return try Int64.fetchAll(database, sql: "SELECT id FROM dossier")
        }
        let store = try SQLiteDossierStore.open(path: path)
        let tree = HistoryTree(store: store)
        while try await tree.grow().added > 0 {}
        try await store.transact { transaction in
            for id in dossiers.map(StreamID.init(number:)) {
                var dossier: Dossier?
                for body in try transaction.events(of: id, after: 0, limit: 1_000) {
                    let event = try EventCodec.decode(body).event
                    if dossier == nil { dossier = Dossier(first: event) } else { dossier?.apply(event) }
                    let text = dossier.flatMap { OutboxDraft(telling: event, dossier: $0, id: id, tellsOverdue: true) }
                    if let text { try transaction.enqueue(text) }
                }
                if let dossier { try transaction.update(DossierRow(of: dossier, id: id, rules: rules)) }
            }
        }
        try await store.close()
    }

    private func rewriteEvents(in database: Database) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT seq, stream, position, body FROM event ORDER BY seq")
        var names: [Int64: String] = [:]
        let named = "SELECT id, COALESCE(name, code) AS name FROM stream LEFT JOIN dossier USING (id)"
        for row in try Row.fetchAll(database, sql: named) {
            names[row["id"]] = row["name"]
        }
        let entries = rows.map { row in
            let body: Data = row["body"]
            return Entry(stream: row["stream"], position: row["position"], body: String(decoding: body, as: UTF8.self))
        }
        var written = entries
        var placed: [(stream: Int64, position: Int)] = entries.map { ($0.stream, 0) }
        for stream in Set(entries.map(\.stream)) {
            let order = entries.indices.filter { entries[$0].stream == stream }
                .sorted { (entries[$0].position, $0) < (entries[$1].position, $1) }
            var last = Digest.zero
            for (count, index) in order.enumerated() {
                written[index].body = try Self.linked(
                    entries[index].body,
                    ChainLink(stream: names[stream] ?? "", position: count + 1, previous: last)
                )
                placed[index].position = count + 1
                last = Digest.of(Array(written[index].body.utf8))
            }
            try database.execute(
                sql: "UPDATE stream SET eventCount = ?, lastHash = ? WHERE id = ?",
                arguments: [order.count, Data(last.bytes), stream]
            )
        }
        try database.execute(sql: "DELETE FROM event")
        for (index, entry) in written.enumerated() {
            try database.execute(
                sql: "INSERT INTO event (seq, stream, position, body) VALUES (?, ?, ?, ?)",
                arguments: [index + 1, placed[index].stream, placed[index].position, Data(entry.body.utf8)]
            )
        }
        try database.execute(
            sql: "UPDATE stream SET eventCount = 0, lastHash = zeroblob(32) WHERE id NOT IN (SELECT stream FROM event)"
        )
    }

    /// An event with another place in a chain: everything before `at` is written anew.
    private static func linked(_ body: String, _ link: ChainLink) throws -> String {
        let rest = try #require(body.range(of: ",\"at\":"), "\(body)")
        return "{\"v\":1,\"stream\":\"\(link.stream)\",\"position\":\(link.position),\"prev\":\""
            + link.previous.hexadecimal + "\"" + body[rest.lowerBound...]
    }
}
