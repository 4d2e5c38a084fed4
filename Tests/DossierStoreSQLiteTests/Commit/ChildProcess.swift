import Foundation
import ProgramSupport
import Testing

/// This very test program run once more as a child, so that its system calls can be counted and it can be killed.
///
/// The child runs the one test of ``StoreChildTests`` that the environment names and writes marks to its output.
struct ChildProcess {
    /// What the child is to do.
    enum Task: String {
        /// Changes one after the other.
        case inTurn
        /// Twenty changes that wait for the writer together.
        case together
        /// Two changes on a disk that does not sync.
        case failingSync
        /// Changes without end.
        case load
    }

    static let taskVariable = "MOTCUA_STORE_CHILD_TASK"
    static let databaseVariable = "MOTCUA_STORE_CHILD_DATABASE"
    private static let mark = "motcua-mark "

    /// What this process was told to do; nil unless it is a child.
    static var ownTask: Task? { ProcessInfo.processInfo.environment[taskVariable].flatMap(Task.init) }

    /// Writes a mark by one system call, at once.
    static func say(_ text: String) {
        let line = Array((mark + text + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// Runs a task under strace to its end.
    ///
    /// - Returns: The marks and the syncs (`sync`, `failed sync`), in the order in which they happened.
    static func traced(_ task: Task, database: String, injecting fault: String? = nil) throws -> [String] {
        let log = database + ".strace"
        let calls = ["-f", "-q", "-s", "200", "-e", "trace=fdatasync,fsync,write", "-o", log]
        let tool = ["strace"] + calls + (fault.map { ["-e", $0] } ?? [])
        let program = try start(task, database: database, tool: tool, output: .nothing)
        #expect(program.wait().code == 0, "the child under strace")
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").compactMap(happening)
    }

    /// Runs a task and kills it with SIGKILL once it has written that many marks.
    ///
    /// - Returns: The marks it had written.
    static func killed(_ task: Task, database: String, afterMarks count: Int) throws -> [String] {
        let output = try ProgramPipe()
        let program = try start(task, database: database, tool: [], output: .pipe(output))
        var text = Data()
        var isKilled = false
        while case let piece = try output.next(), !piece.isEmpty {
            text += piece
            if !isKilled, marks(in: text).count >= count {
                program.send(SIGKILL)
                isKilled = true
            }
        }
        #expect(!program.wait().isExit, "the child was killed while it was at work")
        // The last line may be half a mark; it was not written to its end, so it promised nothing.
        return marks(in: text)
    }

    private static func marks(in text: Data) -> [String] {
        String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { $0.hasPrefix(mark) }
            .map { String($0.dropFirst(mark.count)) }
    }

    private static func start(
        _ task: Task,
        database: String,
        tool: [String],
        output: SpawnedProgram.Stream
    ) throws -> SpawnedProgram {
        let program = try #require(CommandLine.arguments.first)
        let words = tool + [program, "--testing-library", "swift-testing", "--filter", "StoreChildTests"]
        var environment = ProcessInfo.processInfo.environment
        environment[taskVariable] = task.rawValue
        environment[databaseVariable] = database
        return try SpawnedProgram("/usr/bin/env", words, environment: environment, output: output)
    }

    private static func happening(_ line: Substring) -> String? {
        if let start = line.range(of: mark), line.contains("write(") {
            return String(line[start.upperBound...].prefix { $0 != "\\" })
        }
        let isSync = line.contains("fdatasync(") || line.contains("fsync(") || line.contains("sync resumed>")
        guard isSync else { return nil }
        return line.hasSuffix("= 0") ? "sync" : line.contains("EIO") ? "failed sync" : nil
    }
}
