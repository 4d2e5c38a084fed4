import Foundation
import ProgramSupport
import SMSPeers
import Testing

/// The Docker image, as far as it can be tried without an engine: what is copied, and what it starts with.
@Suite("The Docker image")
struct ImageTests {
    /// The line of a build file with what it continues on the next ones, one instruction each.
    private static func instructions() throws -> [String] {
        let text = try String(contentsOfFile: Checkout.path + "/docker/Dockerfile", encoding: .utf8)
        return text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    /// The instructions of the image that is run.
    private static func runStage() throws -> [String] {
        let all = try instructions()
        let last = try #require(all.lastIndex { $0.hasPrefix("FROM ") })
        return Array(all[last...])
    }

    /// The words of a JSON array behind an instruction.
    private static func words(of name: String, in stage: [String]) throws -> [String] {
        let line = try #require(stage.last { $0.hasPrefix(name + " ") })
        return try JSONDecoder().decode([String].self, from: Data(line.dropFirst(name.count).utf8))
    }

    /// The copies of a stage from the checkout: what, and where to.
    private static func copies(_ stage: [String]) -> [(source: String, target: String)] {
        stage.filter { $0.hasPrefix("COPY ") && !$0.contains("--from=") }.flatMap { line in
            let words = line.split(separator: " ").dropFirst().filter { !$0.hasPrefix("--") }.map(String.init)
            return words.dropLast().map { ($0, words.last ?? "") }
        }
    }

    @Test("everything that is copied is there and is sent to the builder")
    func sources() throws {
        let ignored = try String(contentsOfFile: Checkout.path + "/docker/Dockerfile.dockerignore", encoding: .utf8)
        let sent = Set(ignored.split(separator: "\n").filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) })
        let sources = Set(Self.copies(try Self.instructions()).map(\.source))

        #expect(sources.allSatisfy { FileManager.default.fileExists(atPath: Checkout.path + "/" + $0) }, "\(sources)")
        #expect(sources == sent)
    }

    @Test("what the image has, started as the image starts it, becomes healthy and ends with 0 on SIGTERM")
    func start() async throws {
        let folder = try TemporaryFolder()
        let stage = try Self.runStage()
        let manager = FileManager.default
        let home = folder.path + "/opt/motcua"
        let work = folder.path + "/var/lib/motcua"
        for path in [home, work] { try manager.createDirectory(atPath: path, withIntermediateDirectories: true) }
        let products = URL(filePath: Program.path).deletingLastPathComponent().path
        let bundles = try manager.contentsOfDirectory(atPath: products)
            .filter { $0.hasPrefix("MotCua_") && $0.hasSuffix(".resources") && !$0.contains("Tests") }
        #expect(!bundles.isEmpty)
        for product in ["motcua"] + bundles {
            try manager.copyItem(atPath: products + "/" + product, toPath: home + "/" + product)
        }
        for (source, target) in Self.copies(stage) where target.hasPrefix("/opt/") {
            let end = target.hasSuffix("/") ? target + URL(filePath: source).lastPathComponent : target
            try manager.copyItem(atPath: Checkout.path + "/" + source, toPath: folder.path + end)
        }
        #expect(try Self.words(of: "ENTRYPOINT", in: stage) == ["/opt/motcua/motcua"])
        // The image listens inside its own network; here that is loopback and a free port.
        let arguments = try Self.words(of: "CMD", in: stage).map { word in
            switch word {
            case "0.0.0.0": "127.0.0.1"
            case "8080": "0"
            default: word.hasPrefix("/") ? folder.path + word : word
            }
        }

        let server = try await RunningServer.start(home + "/motcua", arguments, folder: work, log: work + "/log")
        let port = try #require(server.address.split(separator: ":").last).description
        // A check that comes at a bad moment of a busy machine takes longer than it may; an engine too asks again.
        try await until("the check finds it healthy") {
            try Self.exitCode(of: home + "/health-check.sh", [port]) == 0
        }
        #expect(server.terminate() == 0)
        let gone = try Self.exitCode(of: home + "/health-check.sh", [port])

        #expect(gone != 0)
        #expect(manager.fileExists(atPath: work + "/motcua.sqlite"))
    }

    private static func exitCode(of script: String, _ arguments: [String]) throws -> Int32 {
        try SpawnedProgram.run("/bin/bash", [script] + arguments).code
    }
}
