import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import ProgramSupport
import Testing

/// The program itself, as its user starts it.
enum Program {
    /// The binary beside the test bundle, or another build of it that `MOTCUA_TEST_PROGRAM` names.
    static var path: String {
        if let named = ProcessInfo.processInfo.environment["MOTCUA_TEST_PROGRAM"] { return named }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "motcua").path
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:]
    ) throws -> (code: Int32, output: String, errors: String) {
        let outcome = try SpawnedProgram.run(
            path,
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            folder: Checkout.path,
            input: input ?? ""
        )
        return (outcome.code, outcome.output, outcome.errors)
    }

    /// Starts a command and kills it after a time, if it has not ended by then.
    ///
    /// - Returns: How it ended.
    static func interrupt(
        _ arguments: [String],
        environment: [String: String] = [:],
        after pause: Duration
    ) throws -> SpawnedProgram.Ending {
        let program = try SpawnedProgram(
            path,
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            folder: Checkout.path
        )
        // Timed on this thread: where all tests run, a task that sleeps may come back long after the command's end.
        return program.wait(killingAfter: pause)
    }

    /// Runs a command whose standard output nobody reads any more, as after `| head`.
    ///
    /// - Returns: How it ended.
    static func runUnheard(_ arguments: [String]) throws -> SpawnedProgram.Ending {
        let output = try ProgramPipe()
        output.reading.close()
        return try SpawnedProgram(path, arguments, folder: Checkout.path, output: .pipe(output)).wait()
    }
}

/// A server in a process of its own, on a free port.
final class RunningServer: Sendable {
    let address: String
    private let program: SpawnedProgram
    private let log: String

    /// A client that keeps as many connections as tests have clients.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(
            timeout: HTTPClient.Configuration.Timeout(connect: .seconds(120)),
            connectionPool: RunningServer.connectionPool
        )
    )

    /// Whoever finds nobody listening is told at once, so that a connection may take long on a busy machine.
    ///
    /// One that is idle is given up before the server does so after a minute, perhaps just when a request is sent.
    private static var connectionPool: HTTPClient.Configuration.ConnectionPool {
        var pool = HTTPClient.Configuration.ConnectionPool(
            idleTimeout: .seconds(20),
            concurrentHTTP1ConnectionsPerHostSoftLimit: 64
        )
        pool.retryConnectionEstablishment = false
        return pool
    }

    private init(program: SpawnedProgram, address: String, log: String) {
        self.program = program
        self.address = address
        self.log = log
    }

    /// Starts a server and waits until it says where it listens.
    static func start(
        database: String,
        config: String = Checkout.config,
        port: Int = 0,
        environment: [String: String] = [:],
        arguments: [String] = ["--demo", "--clock", "2022-01-05T10:20+07:00"]
    ) async throws -> RunningServer {
        try await start(
            Program.path,
            ["serve", "--database", database, "--port", "\(port)", "--config", config] + arguments,
            environment: environment,
            log: database + ".log"
        )
    }

    /// Starts a copy of the program and waits until it says where it listens.
    ///
    /// - Parameters:
    ///   - program: The binary.
    ///   - arguments: What it is started with.
    ///   - environment: What its environment has beside that of the tests.
    ///   - folder: Where it is started; nil for where the tests are.
    ///   - log: A file for everything that it prints and logs.
    /// - Returns: The running server.
    /// - Throws: `StartFailure`, or what the system says.
    static func start(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        folder: String? = nil,
        log: String
    ) async throws -> RunningServer {
        try Data().write(to: URL(filePath: log))
        let started = try SpawnedProgram(
            program,
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            folder: folder,
            output: .file(log),
            errors: .file(log)
        )
        let address = try await address(in: log, of: started)
        return RunningServer(program: started, address: address, log: log)
    }

    /// Waits for the line that names the address: ten minutes and more, looking every 10 ms.
    private static func address(in log: String, of program: SpawnedProgram) async throws -> String {
        for _ in 0..<60_000 {
            let text = try String(contentsOfFile: log, encoding: .utf8)
            if let range = text.range(of: "https?://127.0.0.1:[0-9]+", options: .regularExpression) {
                return String(text[range])
            }
            try #require(program.isRunning, "the server ended: \(text)")
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StartFailure(log: try String(contentsOfFile: log, encoding: .utf8))
    }

    /// Kills it as a power cut would.
    @discardableResult
    func kill() -> SpawnedProgram.Ending {
        program.send(SIGKILL)
        return program.wait()
    }

    /// Asks it to read again what can change while it runs.
    func hangUp() { program.send(SIGHUP) }

    /// Sends it a signal.
    func signal(_ signal: Int32) { program.send(signal) }

    /// Asks it to end, as the system does before it shuts down.
    func askToEnd() { program.send(SIGTERM) }

    /// Asks it to end, and gives its exit code.
    func terminate() -> Int32 {
        askToEnd()
        return waitForEnd()
    }

    /// Waits for the end that it makes by itself, and gives its exit code.
    func waitForEnd() -> Int32 { program.wait().code }

    /// Everything it printed and logged.
    var printed: String { get throws { try String(contentsOfFile: log, encoding: .utf8) } }

    /// Its port on loopback.
    var port: Int { Int(address.drop { $0 != "1" }.split(separator: ":").last ?? "") ?? 0 }

    /// Sends one request and holds the answer against `Schema/openapi.yaml`; nil if the connection broke.
    func send(
        _ method: String,
        _ path: String,
        json: String? = nil,
        token: String? = nil,
        headers: HTTPHeaders = [:]
    ) async -> Answer? {
        var request = HTTPClientRequest(url: address + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers = headers
        if let token { request.headers.add(name: "Authorization", value: "Bearer " + token) }
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        let answer: Answer
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(600))
            let body = try await response.body.collect(upTo: 1 << 20)
            var fields = HTTPFields()
            for (name, value) in response.headers {
                if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
            }
            answer = Answer(status: Int(response.status.code), headers: fields, text: String(buffer: body))
        } catch {
            return nil  // The server was killed in the middle: not acknowledged, so nothing is promised.
        }
        DescribedAnswers.check(answer, to: method, path)
        return answer
    }

    /// A token of a demo account.
    func token(_ username: String) async throws -> String {
        let body = #"{"username":"\#(username)","password":"\#(username)"}"#
        let reply = try #require(await send("POST", "/api/v1/sessions", json: body))
        return try #require(reply.string("token"), "\(reply.text)")
    }

    struct StartFailure: Error {
        let log: String
    }
}
