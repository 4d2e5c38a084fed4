import Foundation
import Logging
import Synchronization
import Testing

@testable import motcua

/// Lines that a handler wrote.
final class WrittenLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }

    /// Returns the last line as a JSON object.
    func lastObject() throws -> [String: Any] {
        let line = try #require(all.last)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
}

@Suite("Log lines in JSON")
struct JSONLineLogHandlerTests {
    private let written = WrittenLines()

    /// 2022-01-05 03:20:00.045 UTC: 18,997 days after 1970-01-01 make 1,641,340,800 s, and 3 h 20 min 12,000 s.
    private let moment: Int64 = 1_641_352_800_045

    private func logger(level: Logger.Level = .info, provider: Logger.MetadataProvider? = nil) -> Logger {
        Logger(label: "motcua.store") { [written, moment] label in
            JSONLineLogHandler(
                label: label,
                threshold: LogThreshold(level),
                metadataProvider: provider,
                now: { moment },
                write: { written.append($0) }
            )
        }
    }

    @Test("an event is one line with time, level, label, message and its metadata by name")
    func wholeLine() {
        logger().notice("Store opened", metadata: ["store.path": "motcua.db", "migrations": .stringConvertible(3)])

        #expect(
            written.all == [
                #"{"time":"2022-01-05T10:20:00.045+07:00","level":"notice","label":"motcua.store","#
                    + #""message":"Store opened","migrations":3,"store.path":"motcua.db"}"# + "\n"
            ]
        )
    }

    @Test("events below the level of the initializer are not written")
    func level() {
        logger(level: .warning).notice("Store opened")

        #expect(written.all.isEmpty)
    }

    @Test(
        "any text is one line and reads back as it was",
        arguments: [
            "a\"b\\c", "a\nb\r\nc\td", "\u{0}\u{1F}\u{7F}\u{85}", "\u{2028}\u{2029}", "Nộp hồ sơ 📄", "</script>",
        ]
    )
    func escaping(text: String) throws {
        logger().info("\(text)", metadata: ["k\"\n": "\(text)"])

        let line = try #require(written.all.last)
        #expect(line.unicodeScalars.filter { $0 == "\n" }.count == 1)
        #expect(
            line.unicodeScalars.allSatisfy { $0 == "\n" || !["\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
        )
        let object = try written.lastObject()
        #expect(object["message"] as? String == text)
        #expect(object["k\"\n"] as? String == text)
    }

    @Test("nested metadata is flattened with dots, arrays stay arrays")
    func flattening() throws {
        logger().info("Sent", metadata: ["dossier": ["id": "d1", "unit": ["code": "TCKH"]], "rungs": ["50", "80"]])

        let object = try written.lastObject()
        #expect(object["dossier.id"] as? String == "d1")
        #expect(object["dossier.unit.code"] as? String == "TCKH")
        #expect(object["rungs"] as? [String] == ["50", "80"])
    }

    @Test("whole numbers, decimals and truth values are JSON's own")
    func scalars() {
        logger().info(
            "Commit",
            metadata: [
                "batch": .stringConvertible(64),
                "durable": .stringConvertible(true),
                "infinite": .stringConvertible(Double.infinity),
                "seconds": .stringConvertible(0.5),
            ]
        )

        #expect(
            written.all.last?.hasSuffix(#""batch":64,"durable":true,"infinite":"inf","seconds":0.5}"# + "\n") == true
        )
    }

    @Test(
        "personal data and secrets are masked by key, whatever the case and the path before",
        arguments: [
            "phone", "name", "identityNumber", "address", "pin", "password", "token", "authorization", "text",
            "IDENTITYNUMBER", "Authorization", "applicant.phone", "http.header.Authorization", "dossier.applicant.NAME",
        ]
    )
    func masking(key: String) throws {
        logger().info("Accepted", metadata: [key: "049085001234"])

        #expect(try written.lastObject()[key] as? String == "***")
        #expect(written.all.last?.contains("049085001234") == false)
    }

    @Test("masking reaches into nested metadata and arrays, and covers all below a masked key")
    func nestedMasking() throws {
        logger().info(
            "Accepted",
            metadata: [
                "applicant": ["phone": "0905123456", "kind": "citizen"],
                "address": ["street": "0905123456"],
                "submitters": [["name": "0905123456", "form": "original"]],
            ]
        )

        let object = try written.lastObject()
        #expect(object["applicant.phone"] as? String == "***")
        #expect(object["applicant.kind"] as? String == "citizen")
        #expect(object["address"] as? String == "***")
        #expect(object["submitters"] as? [[String: String]] == [["name": "***", "form": "original"]])
        #expect(written.all.last?.contains("0905123456") == false)
    }

    @Test(
        "keys that only look like masked ones are written",
        arguments: ["procedure.code", "pinned", "name.length", "context"]
    )
    func notMasked(key: String) throws {
        logger().info("Accepted", metadata: [key: "7"])

        #expect(try written.lastObject()[key] as? String == "7")
    }

    @Test("metadata cannot pass for the line's own fields", arguments: ["time", "level", "label", "message", "error"])
    func ownFields(key: String) throws {
        logger().info("Accepted", metadata: [key: "other"])

        #expect(try written.lastObject()["metadata." + key] as? String == "other")
        #expect(try written.lastObject()["level"] as? String == "info")
    }

    @Test("the event's metadata wins over the provider's, and that over the logger's")
    func precedence() throws {
        var logger = logger(provider: Logger.MetadataProvider { ["a": "provider", "b": "provider"] })
        logger[metadataKey: "a"] = "logger"
        logger[metadataKey: "b"] = "logger"
        logger[metadataKey: "c"] = "logger"

        logger.info("Accepted", metadata: ["a": "event"])

        let object = try written.lastObject()
        #expect(object["a"] as? String == "event")
        #expect(object["b"] as? String == "provider")
        #expect(object["c"] as? String == "logger")
    }

    @Test("level and metadata of a copied logger are its own")
    func valueSemantics() {
        var first = logger()
        first.logLevel = .debug
        first[metadataKey: "only-on"] = "first"
        var second = first
        second.logLevel = .error
        second[metadataKey: "only-on"] = "second"

        #expect(first.logLevel == .debug)
        #expect(second.logLevel == .error)
        #expect(first[metadataKey: "only-on"] == "first")
        #expect(second[metadataKey: "only-on"] == "second")
    }

    @Test("the error of an event is a field of its own")
    func error() throws {
        struct Refused: Error, CustomStringConvertible {
            let description = "disk full"
        }

        let handler = JSONLineLogHandler(
            label: "motcua",
            threshold: LogThreshold(.info),
            now: { 0 },
            write: { [written] in written.append($0) }
        )
        handler.log(
            event: LogEvent(
                level: .error,
                message: "Commit failed",
                error: Refused(),
                metadata: nil,
                source: nil,
                file: #fileID,
                function: #function,
                line: #line
            )
        )

        #expect(try written.lastObject()["error"] as? String == "disk full")
    }

    @Test("a text beyond the limit is cut and marked")
    func longText() throws {
        logger().info("Read", metadata: ["line": "\(String(repeating: "ư", count: JSONLine.maximumScalars + 1))"])

        let line = try #require(try written.lastObject()["line"] as? String)
        #expect(line == String(repeating: "ư", count: JSONLine.maximumScalars) + "…")
    }
}
