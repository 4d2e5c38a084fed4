import Foundation
import ProgramSupport
import Testing

/// The tour of README, typed word for word into a shell.
struct ReadmeTourTests {
    @Test("every command of the tour gives the answer that stands below it")
    func tour() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let blocks = try Self.blocks()
        try #require(blocks.count >= 5, "the tour has lost its commands")
        var script = "set -eu\n"
        for (number, block) in blocks.enumerated() {
            script += block.commands.replacingOccurrences(of: "http://127.0.0.1:8080", with: server.address)
            script += "\necho '@@@\(number)'\n"
        }
        let answers = try Self.run(script, in: folder).components(separatedBy: "@@@")
        for (number, block) in blocks.enumerated() {
            guard let expected = block.answer else { continue }
            let raw = try #require(answers.indices.contains(number) ? answers[number] : nil, "no answer \(number)")
            let answer = number == 0 ? raw : raw.drop { $0 != "\n" }.dropFirst().description
            #expect(answer.trimmingCharacters(in: .newlines) == expected)
        }
        #expect(server.terminate() == 0)
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    /// The command blocks of the tour, each with the answer printed below it.
    private static func blocks() throws -> [(commands: String, answer: String?)] {
        let readme = try String(contentsOfFile: Checkout.path + "/README.md", encoding: .utf8)
        let start = try #require(readme.range(of: "## Five-minute tour"))
        let end = try #require(readme.range(of: "## Accounts"))
        let pieces = readme[start.upperBound..<end.lowerBound].components(separatedBy: "```")
        var blocks: [(commands: String, answer: String?)] = []
        for piece in stride(from: 1, to: pieces.count, by: 2).map({ pieces[$0] }) {
            if piece.hasPrefix("sh\n") { blocks.append((String(piece.dropFirst(3)), nil)) }
            if piece.hasPrefix("text\n"), !blocks.isEmpty {
                blocks[blocks.count - 1].answer = piece.dropFirst(5).trimmingCharacters(in: .newlines)
            }
        }
        return blocks
    }

    private static func run(_ script: String, in folder: TemporaryFolder) throws -> String {
        let file = folder.path + "/tour.sh"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        let answers = folder.path + "/answers"
        let shell = try SpawnedProgram("/bin/bash", [file], output: .file(answers), errors: .file(answers))
        let code = shell.wait().code
        let text = try String(contentsOfFile: answers, encoding: .utf8)
        try #require(code == 0, "the tour stopped: \(text)")
        return text
    }
}
