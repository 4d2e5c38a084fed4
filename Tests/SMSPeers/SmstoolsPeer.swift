public import Foundation
import ProgramSupport

/// The real daemon of smstools with an emulated modem, `Tests/Fixtures/modem.py`, in a temporary folder.
///
/// What becomes of a text follows from the last digit of the receiver's number.
public final class SmstoolsPeer {
    /// A text that the modem sent, or a part of one.
    public struct Submit: Decodable, Sendable {
        /// `ready`, `submit` or `refused`.
        let event: String
        /// The receiver, in digits.
        public let to: String?
        /// The modem's number of it.
        public let reference: Int?
        /// Whether a report was asked for.
        public let wantsReport: Bool?
        /// Whether it is a part of a long text.
        public let hasHeader: Bool?
    }

    private static let daemon = "/usr/sbin/smsd"

    /// The folder that holds `outgoing` and the others.
    public let spool: URL
    private let folder: URL
    private var programs: [SpawnedProgram] = []
    private let typed: ProgramPipe

    /// Starts modem and daemon, runs `body` and kills both.
    ///
    /// - Parameter body: What is done with them.
    /// - Throws: ``PeerFailure`` if smstools is missing or does not start, and what `body` throws.
    public static func run(_ body: (SmstoolsPeer) async throws -> Void) async throws {
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            throw PeerFailure("smstools is missing: docker/install-packages.sh --test installs it")
        }
        let peer = try SmstoolsPeer()
        do {
            try await peer.start()
            try await body(peer)
            try peer.stop()
        } catch {
            try peer.stop()
            throw error
        }
    }

    private init() throws {
        typed = try ProgramPipe()
        folder = FileManager.default.temporaryDirectory.appending(path: "motcua-modem-\(UUID().uuidString)")
        spool = folder.appending(path: "spool")
        for name in ["outgoing", "checked", "sent", "failed", "report", "incoming"] {
            try FileManager.default.createDirectory(at: spool.appending(path: name), withIntermediateDirectories: true)
        }
        try configuration.write(to: folder.appending(path: "smsd.conf"), atomically: true, encoding: .utf8)
    }

    /// Puts a citizen's text on the modem's card.
    ///
    /// - Parameters:
    ///   - parts: Its parts.
    ///   - sender: The number, with `+`.
    /// - Throws: What keeps from writing.
    public func text(_ parts: [String], from sender: String) throws {
        let object: [String: Any] = ["from": sender, "parts": parts, "number": 7]
        let line = try JSONSerialization.data(withJSONObject: object) + Data("\n".utf8)
        try typed.write(line)
    }

    /// What the modem sent so far, in order.
    ///
    /// - Returns: The texts and parts.
    /// - Throws: What keeps from reading its log.
    public func submits() throws -> [Submit] { try events().filter { $0.event == "submit" } }

    /// The files in a folder of the spool.
    ///
    /// - Parameter name: The folder.
    /// - Returns: Their names, sorted.
    /// - Throws: What keeps from reading it.
    public func files(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: spool.appending(path: name).path()).sorted()
    }

    private func events() throws -> [Submit] {
        let lines = try Data(contentsOf: folder.appending(path: "modem.log"))
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last one is empty or still being written.
        return try lines.dropLast().map { try JSONDecoder().decode(Submit.self, from: $0) }
    }

    private func start() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/modem.py")
        let terminal = folder.appending(path: "terminal").path()
        try start("/usr/bin/python3", [script.standardizedFileURL.path(), terminal], as: "modem", input: typed)
        try await until("the modem is ready") { try events().contains { $0.event == "ready" } }
        let configuration = folder.appending(path: "smsd.conf").path()
        try start(Self.daemon, ["-t", "-c\(configuration)"], as: "smsd", input: try ProgramPipe())
    }

    private func start(_ path: String, _ arguments: [String], as name: String, input: ProgramPipe) throws {
        let log = SpawnedProgram.Stream.file(folder.appending(path: "\(name).log").path)
        programs.append(
            try SpawnedProgram(
                path,
                arguments,
                folder: folder.path,
                input: .pipe(input),
                output: log,
                errors: log,
                inOwnGroup: true
            )
        )
    }

    private func stop() throws {
        for program in programs.reversed() {
            // The daemon has a child for its modem, of the same group.
            kill(-program.pid, SIGKILL)
            program.send(SIGKILL)
            program.wait()
        }
        try FileManager.default.removeItem(at: folder)
    }

    private var configuration: String {
        let path = spool.path()
        return """
            devices = GSM1
            outgoing = \(path)/outgoing
            checked = \(path)/checked
            sent = \(path)/sent
            failed = \(path)/failed
            incoming = \(path)/incoming
            report = \(path)/report
            logfile = \(folder.path())/smsd-calls.log
            infofile = \(folder.path())/smsd.working
            pidfile = \(folder.path())/smsd.pid
            delaytime = 1
            errorsleeptime = 1
            receive_before_send = no
            autosplit = 3

            [GSM1]
            device = \(folder.path())/terminal
            incoming = yes
            report = yes
            pre_init = no
            send_retries = 1

            """
    }
}
