import Foundation
import ProgramSupport
import SMSPeers
import Testing

/// A program of somebody else that a test speaks with, and the lines of JSON that it writes.
///
/// It may be killed and started again; the lines of all its lives are kept together.
final class PeerProcess {
    private let executable: String
    private let log: URL
    private var program: SpawnedProgram?

    init(executable: String) throws {
        self.executable = executable
        log = FileManager.default.temporaryDirectory.appending(path: "motcua-peer-\(UUID().uuidString).log")
        try Data().write(to: log)
    }

    /// A file of `Tests/Fixtures`.
    static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/\(name)")
            .standardizedFileURL.path()
    }

    /// Starts it and waits until it has written a further line of which `isReady` holds.
    func start<Line: Decodable>(_ arguments: [String], untilReady isReady: (Line) -> Bool) async throws {
        // A death in the middle of a line leaves a piece of it.
        let text = try Data(contentsOf: log)
        let end = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        try text.prefix(end).write(to: log)
        let starts = try lines(of: Line.self).count(where: isReady)
        program = try SpawnedProgram(executable, arguments, output: .file(log.path), errors: .inherited)
        try await until("\(executable) is ready") { try lines(of: Line.self).count(where: isReady) > starts }
    }

    /// Ends it without a word to anybody, as a crash would.
    func kill() {
        program?.send(SIGKILL)
        program?.wait()
    }

    /// Removes what it has written.
    func removeLog() throws { try FileManager.default.removeItem(at: log) }

    /// What it has written so far, in order.
    func lines<Line: Decodable>(of type: Line.Type) throws -> [Line] {
        let lines = try Data(contentsOf: log).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last one is empty or still being written.
        return try lines.dropLast().map { try JSONDecoder().decode(type, from: $0) }
    }
}
