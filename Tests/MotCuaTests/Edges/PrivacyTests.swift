import DossierEngine
import Foundation
import GRDB
import Logging
import Synchronization
import Testing

/// Personal data lie in the vault and nowhere else.
struct PrivacyTests {
    /// Words of the tour that name a person, in the forms they could be stored in.
    static let secrets = [
        "Nguyễn Văn An", "Nguyen Van An", "NGUYEN VAN AN", "049085001234", "0905123456", "905123456",
        "Thị trấn Hà Lam", "tạp hóa", "Hệ thống thuế gián đoạn", "Bản sao CCCD",
    ]

    @Test("no personal datum of a whole story stands in events, idempotency keys, outbox, notices or logs")
    func nothingOutsideTheVault() async throws {
        let folder = try TemporaryFolder()
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LineLogHandler(lines: lines) }
        try await OneStop.open(in: folder, logger: logger) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let body = #"{"items":["Bản sao CCCD"],"reason":"Hệ thống thuế gián đoạn"}"#
            _ = try await desk.act("request-supplement", on: code, body)
            _ = try await desk.act("receive-supplement", on: code, #"{"documents":[]}"#)
            _ = try await service.staff("leader").act("stop", on: code, #"{"reason":"Hệ thống thuế gián đoạn"}"#)
            // Received, supplement needed, stopped; the date did not move, so there is no text about that.
            #expect(try await service.texts().count == 3)
        }
        let database = try DatabaseQueue(path: folder.database)
        let tables = try await database.read { database in
            try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        #expect(tables.contains("vault"))
        for table in tables where table != "vault" && !table.hasPrefix("sqlite_") {
            let content = try await database.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { row in
                    row.map { _, value in Self.text(of: value) }.joined(separator: "|")
                }.joined(separator: "\n")
            }
            for secret in Self.secrets { #expect(!content.contains(secret), "\(secret) stands in \(table)") }
        }
        #expect(!lines.text.isEmpty)
        for secret in Self.secrets { #expect(!lines.text.contains(secret), "\(secret) was logged") }
    }

    @Test("the public status tells no personal datum without the PIN")
    func publicStatus() async throws {
        try await OneStop.open { service in
            let intake = try await service.staff("desk").register("1.001612")
            let code = try #require(intake.string("code"))
            let pin = try #require(intake.string("lookupPIN"))
            let open = try await service.status(code)
            for secret in Self.secrets { #expect(!open.text.contains(secret)) }
            let mine = try await service.status(code.lowercased(), pin: pin.lowercased())
            #expect(mine.string("applicantName") == "Nguyễn Văn An")
            #expect(mine.string("subject") == "Đăng ký hộ kinh doanh tạp hóa")
        }
    }

    private static func text(of value: DatabaseValue) -> String {
        switch value.storage {
        case .string(let text): text
        case .blob(let data): String(decoding: data, as: UTF8.self)
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .null: ""
        }
    }
}

/// Everything that was logged.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}

/// A log handler that keeps message and metadata.
private struct LineLogHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add("\(event.message) \(metadata) \(event.metadata ?? [:])")
    }
}
