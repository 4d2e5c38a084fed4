import AsyncHTTPClient
import DossierEngine
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import WorkingCalendar

/// Where a run's measurements find what they need (hiện trường đo).
struct BenchSite {
    /// What was asked for.
    let settings: BenchSettings
    /// The configuration's options, as the user gave them.
    let common: CommonOptions
    /// Where the databases are.
    let folder: BenchFolder
    /// The database of the size asked for.
    let full: SeededDatabase
    /// A database of 10,000 dossiers to compare sizes; nil if the other is no larger.
    let small: SeededDatabase?
    /// The threads that make load; never more than two.
    let loops: MultiThreadedEventLoopGroup
    /// Where the figures go.
    let figures: Figures

    /// What the peers repeat; nil until the real server has shown it.
    var sample: SampleReplies?
    /// The peer in Go; nil if it is not measured or not to be had.
    var go: GoServer?

    /// Starts the real server on a database.
    ///
    /// - Parameters:
    ///   - database: The file; nothing else may use it meanwhile.
    ///   - measured: In what it is otherwise than in earnest; nil for in nothing.
    /// - Returns: The running server.
    /// - Throws: `CommandFailure` if it does not start.
    func startServer(on database: String, _ measured: MeasuredServer? = nil) async throws -> ChildProcess {
        var arguments = ["serve", "--demo", "--port", "0"]
        if let measured {
            arguments = ["bench", "--serve"]
            if !measured.groupsCommits { arguments.append("--single-commits") }
            if let start = measured.clockStart { arguments += ["--running-from", start.iso8601] }
        }
        return try await ChildProcess.start(arguments + options(for: database), output: folder.file("output"))
    }

    /// The options by which the program's commands work on a database.
    func options(for database: String) -> [String] {
        ["--database", database] + (common.config.map { ["--config", $0] } ?? [])
    }

    /// Lets the real server serve a database while something is done, and stops it then, whatever fails.
    ///
    /// - Parameters:
    ///   - database: The file; nothing else may use it meanwhile.
    ///   - measured: In what the server is otherwise than in earnest; nil for in nothing.
    ///   - work: What is done.
    /// - Throws: `CommandFailure` if the server does not start; what the work throws.
    func serve(
        _ database: String,
        _ measured: MeasuredServer? = nil,
        _ work: (ChildProcess) async throws -> Void
    ) async throws {
        let server = try await startServer(on: database, measured)
        defer { server.stop() }
        try await work(server)
    }

    /// The same with a measurement's own copy of the large database, which may be served again.
    ///
    /// - Throws: As ``serve(_:_:_:)``; if the copy cannot be written.
    func serveCopy(
        named name: String,
        _ measured: MeasuredServer? = nil,
        _ work: (ChildProcess) async throws -> Void
    ) async throws {
        let copy = try folder.copy(of: full.path, named: name + ".sqlite")
        try await serve(copy, measured, work)
        try SeededDatabase.settle(copy)
    }

    /// Starts the bare server that answers with the bytes of a real reply.
    ///
    /// - Throws: `CommandFailure` if it does not start.
    func startBareServer(_ reply: PreparedReply) async throws -> ChildProcess {
        try await ChildProcess.start(["bench", "--bare", try file(of: reply)], output: folder.file("output"))
    }

    /// Starts the peer in Go on the large database.
    ///
    /// - Parameters:
    ///   - go: The peer.
    ///   - sample: What the real server answered for a code, and with which fields.
    /// - Returns: The running peer, which has shown that it answers the same.
    /// - Throws: `CommandFailure` if it does not start or answers otherwise.
    func start(_ go: GoServer, answeringLike sample: SampleReplies) async throws -> ChildProcess {
        let now = full.groups.standstill.milliseconds
        let arguments = GoServer.arguments(database: full.path, reply: try file(of: sample.reply), now: now)
        let server = try await ChildProcess.start(arguments, output: folder.file("output"), program: go.program)
        do {
            let answer = try await status(of: sample.code, on: server)
            guard answer.isSame(as: sample.reply) else {
                throw CommandFailure(
                    developer: "The peer in Go answers otherwise: \(answer.json) instead of \(sample.reply.json)"
                )
            }
        } catch {
            server.stop()
            throw error
        }
        return server
    }

    private func file(of reply: PreparedReply) throws -> String {
        let file = folder.file("reply.json")
        try Data(reply.json.utf8).write(to: URL(filePath: file))
        return file
    }

    /// Puts a server under load on the first thread.
    func load(_ plan: LoadPlan) async throws -> LoadOutcome { try await LoadRun.run(plan, on: loops.next()) }

    /// A token of a demo account.
    ///
    /// - Throws: `CommandFailure` if the server does not give one.
    func token(_ username: String, on server: ChildProcess) async throws -> String {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/api/v1/sessions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: #"{"username":"\#(username)","password":"\#(username)"}"#))
        let (text, _) = try await Self.answer(to: request)
        guard let token = try JSONParser.parse(Array(text.utf8))["token"]?.string else {
            throw CommandFailure(developer: "The server signed \(username) in without a token: \(text)")
        }
        return token
    }

    /// What the real server says of a code, with the header fields that are its own.
    ///
    /// - Throws: `CommandFailure` if it does not answer.
    func status(of code: String, on server: ChildProcess) async throws -> PreparedReply {
        let (text, headers) = try await Self.answer(to: HTTPClientRequest(url: Self.statusURL(code, server)))
        return PreparedReply(headers: headers, body: text)
    }

    private static func statusURL(_ code: String, _ server: ChildProcess) -> String {
        "http://127.0.0.1:\(server.port)/api/v1/status/\(code)"
    }

    private static func answer(to request: HTTPClientRequest) async throws -> (text: String, headers: [[String]]) {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        let text = String(buffer: body)
        guard (200..<300).contains(response.status.code) else {
            throw CommandFailure(developer: "\(request.url) answered \(response.status.code): \(text)")
        }
        let own = response.headers.filter { !["content-length", "date", "connection"].contains($0.name.lowercased()) }
        return (text, own.map { [$0.name, $0.value] })
    }
}

/// What a run shall be like (thiết lập đo).
struct BenchSettings: Sendable {
    /// How many dossiers the large database has.
    let dossiers: Int
    /// How often each measurement is taken.
    let repetitions: Int
    /// How long each counts, in seconds.
    let seconds: Double
    /// How long a soak or a sustained load takes, in minutes; nil for the usual time of each.
    var minutes: Int?
    /// For how long replies do not count at the beginning of each, in seconds.
    var warmUpSeconds: Double { min(0.5, seconds / 2) }
}
