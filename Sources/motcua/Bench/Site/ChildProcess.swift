import Foundation
import Glibc

/// A server in a process of its own (tiến trình con), so that it and the load generator do not share threads.
final class ChildProcess: Sendable {
    /// How long a server may take until it says where it listens, in seconds.
    private static let startSeconds = 120.0

    private let process: Process
    /// The port it listens on.
    let port: Int
    /// How long it took from its start until it said so, in seconds.
    let secondsToReady: Double

    private init(process: Process, port: Int, secondsToReady: Double) {
        self.process = process
        self.port = port
        self.secondsToReady = secondsToReady
    }

    /// Starts this program with other arguments, or another one, and waits for the line that names the port.
    ///
    /// Its log is thrown away: it is written as in earnest, but to no disk that commits are measured on.
    ///
    /// - Parameters:
    ///   - arguments: The arguments.
    ///   - output: A file for what it prints.
    ///   - program: The other program; nil for this one.
    /// - Returns: The running server.
    /// - Throws: `CommandFailure` if it ends or says nothing.
    static func start(
        _ arguments: [String],
        output: String,
        program: String? = nil
    ) async throws -> ChildProcess {
        let process = Process()
        process.executableURL = URL(filePath: program ?? "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        try Data().write(to: URL(filePath: output))
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        process.standardInput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        while (ContinuousClock.now - start) / .seconds(1) < startSeconds {
            let text = try String(contentsOfFile: output, encoding: .utf8)
            if let port = port(in: text) {
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                return ChildProcess(process: process, port: port, secondsToReady: seconds)
            }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        if process.isRunning { process.terminate() }
        let words = [program ?? "motcua"] + arguments
        throw CommandFailure(developer: "A server to be measured did not start: " + words.joined(separator: " "))
    }

    /// Runs this program with other arguments to its end.
    ///
    /// - Parameter arguments: The arguments.
    /// - Returns: How long it took, in seconds.
    /// - Throws: `CommandFailure` if it fails.
    static func run(_ arguments: [String]) async throws -> Double {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        for keyPath in [\Process.standardOutput, \Process.standardError] {
            process[keyPath: keyPath] = FileHandle(forWritingAtPath: "/dev/null")
        }
        process.standardInput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let typed = arguments.joined(separator: " ")
            throw CommandFailure(developer: "motcua \(typed) ended with \(process.terminationStatus).")
        }
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// Asks it to end and waits until it has.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// The processor time it has used so far, in seconds.
    ///
    /// - Throws: If the system does not tell.
    var processorSeconds: Double {
        get throws {
            let line = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
            // The name in brackets may have blanks; user and system time are the 12th and 13th field behind it.
            let fields = line.drop { $0 != ")" }.split(separator: " ")
            guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
            return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
    }

    /// The memory it has resident, in MiB.
    ///
    /// - Throws: If the system does not tell.
    var residentMebibytes: Double { get throws { try memory("VmRSS:") } }

    /// The most memory it ever had resident, in MiB.
    ///
    /// - Throws: If the system does not tell.
    var peakMebibytes: Double { get throws { try memory("VmHWM:") } }

    /// How many files and connections it has open.
    ///
    /// - Throws: If the system does not tell.
    var openFiles: Double {
        get throws {
            Double(
                try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.processIdentifier)/fd").count
            )
        }
    }

    private func memory(_ name: String) throws -> Double {
        try ProcessMemory.mebibytes(name, of: "\(process.processIdentifier)")
    }

    private static func port(in text: String) -> Int? {
        guard let range = text.range(of: "http://127.0.0.1:"), text.contains("\n") else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }
}

/// The memory of a process as the kernel tells it (bộ nhớ tiến trình).
enum ProcessMemory {
    /// One line of a process's status, in MiB.
    ///
    /// - Parameters:
    ///   - name: The line, such as `VmRSS:`.
    ///   - process: Its number, or `self`.
    /// - Returns: The value; 0 if the kernel has no such line.
    /// - Throws: If the system does not tell.
    static func mebibytes(_ name: String, of process: String) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap {
            Double($0)
        }
        return (kibibytes ?? 0) / 1_024
    }
}
