import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import Testing

/// The program itself, as its user starts it.
enum Program {
    /// The binary beside the test bundle.
    static var path: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "motcua").path
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], input: String? = nil) throws -> (code: Int32, output: String, errors: String)
    {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: Checkout.path)
        let folder = try TemporaryFolder()
        let output = try capture(folder.path + "/out")
        let errors = try capture(folder.path + "/err")
        process.standardOutput = output
        process.standardError = errors
        let typed = Pipe()
        process.standardInput = typed
        try process.run()
        if let input { typed.fileHandleForWriting.write(Data(input.utf8)) }
        try typed.fileHandleForWriting.close()
        process.waitUntilExit()
        return (
            process.terminationStatus,
            try String(contentsOfFile: folder.path + "/out", encoding: .utf8),
            try String(contentsOfFile: folder.path + "/err", encoding: .utf8)
        )
    }

    static func capture(_ path: String) throws -> FileHandle {
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        return try #require(FileHandle(forWritingAtPath: path))
    }
}

/// A server in a process of its own, on a free port.
final class RunningServer: Sendable {
    let address: String
    private let process: Process
    private let log: String

    private init(process: Process, address: String, log: String) {
        self.process = process
        self.address = address
        self.log = log
    }

    /// Starts a server and waits until it says where it listens.
    static func start(
        database: String,
        config: String = Checkout.config,
        arguments: [String] = ["--demo", "--clock", "2022-01-05T10:20+07:00"]
    ) async throws -> RunningServer {
        try await start(
            Program.path,
            ["serve", "--database", database, "--port", "0", "--config", config] + arguments,
            log: database + ".log"
        )
    }

    /// Starts a copy of the program and waits until it says where it listens.
    ///
    /// - Parameters:
    ///   - program: The binary.
    ///   - arguments: What it is started with.
    ///   - folder: Where it is started; nil for where the tests are.
    ///   - log: A file for everything that it prints and logs.
    /// - Returns: The running server.
    /// - Throws: `StartFailure`, or what the system says.
    static func start(
        _ program: String,
        _ arguments: [String],
        folder: String? = nil,
        log: String
    ) async throws -> RunningServer {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let output = try Program.capture(log)
        output.seekToEndOfFile()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let address = try await address(in: log, of: process)
        return RunningServer(process: process, address: address, log: log)
    }

    /// Waits for the line that names the address: at most 30 s, looking every 10 ms.
    private static func address(in log: String, of process: Process) async throws -> String {
        for _ in 0..<3_000 {
            let text = try String(contentsOfFile: log, encoding: .utf8)
            if let range = text.range(of: "http://127.0.0.1:[0-9]+", options: .regularExpression) {
                return String(text[range])
            }
            try #require(process.isRunning, "the server ended: \(text)")
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StartFailure(log: try String(contentsOfFile: log, encoding: .utf8))
    }

    /// Kills it as a power cut would.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and gives its exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Everything it printed and logged.
    var printed: String { get throws { try String(contentsOfFile: log, encoding: .utf8) } }

    /// Sends one request; nil if the connection broke.
    func send(_ method: String, _ path: String, json: String? = nil, token: String? = nil) async -> Reply? {
        var request = HTTPClientRequest(url: address + path)
        request.method = .RAW(value: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer " + token) }
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: 1 << 20)
            return Reply(status: Int(response.status.code), text: String(buffer: body))
        } catch {
            return nil  // The server was killed in the middle: not acknowledged, so nothing is promised.
        }
    }

    /// A token of a demo account.
    func token(_ username: String) async throws -> String {
        let body = #"{"username":"\#(username)","password":"\#(username)"}"#
        let reply = try #require(await send("POST", "/api/v1/sessions", json: body))
        return try #require(reply.string("token"), "\(reply.text)")
    }

    struct Reply: Sendable {
        let status: Int
        let text: String

        func string(_ name: String) -> String? {
            Answer(status: status, headers: [:], text: text).string(name)
        }
    }

    struct StartFailure: Error {
        let log: String
    }
}
