import DossierConfig
import DossierEngine
import Foundation
import GRDB
import SMSPeers
import Testing
import WorkingCalendar

@testable import motcua

/// An installation that a server has served once, with what it says about itself.
struct Patient {
    let folder: TemporaryFolder
    let config: ConfigCopy

    init() async throws {
        folder = try TemporaryFolder()
        config = try ConfigCopy()
        let copies = folder.path + "/copies"
        try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: true)
        try config.replace(#"folder: """#, with: "folder: \"\(copies)\"", in: "motcua.yaml")
        let server = try await start()
        _ = await server.send("POST", "/api/v1/dossiers", json: "{}", token: try await server.token("desk"))
        try await until("a copy is made") {
            try FileManager.default.contentsOfDirectory(atPath: copies).contains { $0.hasSuffix(".json") }
        }
        #expect(server.terminate() == 0)
    }

    func start() async throws -> RunningServer {
        try await RunningServer.start(database: folder.database, config: config.file)
    }

    /// What the doctor says: a line for each finding, by its subject, and the exit code.
    func examine() throws -> (code: Int32, findings: [String: String], output: String) {
        let run = try Program.run(["doctor", "--database", folder.database, "--config", config.file, "--json"])
        let list = try JSONParser.parse(Array(run.output.utf8)).array ?? []
        var findings: [String: String] = [:]
        for finding in list {
            let words = [finding["grade"]?.string, finding["text"]?.string, finding["remedy"]?.string]
            findings[finding["subject"]?.string ?? ""] = words.compactMap { $0 }.joined(separator: ": ")
        }
        return (run.code, findings, run.output + run.errors)
    }

    func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

extension Examination {
    /// An installation with a faultless configuration, in an environment with nothing in it.
    init(of configuration: LoadedConfiguration, now: Instant) {
        self.init(settings: configuration.settings, configuration: configuration, environment: [:], now: now)
    }
}
