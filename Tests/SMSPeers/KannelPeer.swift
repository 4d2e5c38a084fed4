import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import ProgramSupport

/// A real Kannel on free ports, in a temporary folder: bearerbox, smsbox and a phone side to be started apart.
public final class KannelPeer {
    /// Who is behind Kannel.
    public enum Operator: Sendable {
        /// Kannel's own test tool, which ``connectPhone(texting:)`` starts.
        case testTool
        /// An SMSC that speaks SMPP 3.4 on a port of loopback and takes any password.
        case smpp(port: Int)
    }

    /// Texts that Kannel keeps while no operator is there, unless a test says otherwise.
    public static let queueLimit = 3

    private static let bearerbox = "/usr/sbin/bearerbox"
    private static let smsbox = "/usr/sbin/smsbox"
    private static let fakesmsc = "/usr/lib/kannel/test/fakesmsc"

    /// Whether the packages kannel and kannel-extras are there.
    public static var isInstalled: Bool {
        [bearerbox, smsbox, fakesmsc].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// The port of `sendsms`.
    public let port: Int
    let ports: (admin: Int, boxes: Int, operator: Int)
    let smsc: Operator
    let queueLimit: Int
    let textsURL: String?
    let folder: URL
    private var programs: [String: SpawnedProgram] = [:]
    private var link: PhoneLink?

    /// Starts bearerbox and smsbox, runs `body` and stops everything by process id.
    ///
    /// - Parameters:
    ///   - smsc: Who is behind Kannel.
    ///   - queueLimit: Texts that Kannel keeps while no operator is there.
    ///   - textsURL: The `get-url` of citizens' texts; nil if they are answered with nothing.
    ///   - body: What is done with it.
    /// - Throws: ``PeerFailure`` if Kannel is missing or does not start, and what `body` throws.
    public static func run(
        _ smsc: Operator = .testTool,
        queueLimit: Int = queueLimit,
        textsURL: String? = nil,
        _ body: (KannelPeer) async throws -> Void
    ) async throws {
        guard isInstalled else {
            throw PeerFailure("Kannel is missing: docker/install-packages.sh --test installs it")
        }
        let ports = (admin: try await freePort(), boxes: try await freePort(), operator: try await freePort())
        let peer = try KannelPeer(
            port: try await freePort(),
            ports: ports,
            smsc: smsc,
            queueLimit: queueLimit,
            textsURL: textsURL
        )
        do {
            try await peer.startBearerbox()
            try await peer.startSmsbox()
            try await body(peer)
            try await peer.stop()
        } catch {
            try await peer.stop()
            throw error
        }
    }

    private init(
        port: Int,
        ports: (admin: Int, boxes: Int, operator: Int),
        smsc: Operator,
        queueLimit: Int,
        textsURL: String?
    ) throws {
        self.port = port
        self.ports = ports
        self.smsc = smsc
        self.queueLimit = queueLimit
        self.textsURL = textsURL
        folder = FileManager.default.temporaryDirectory.appending(path: "motcua-kannel-\(UUID().uuidString)")
        let spool = folder.appending(path: "spool")
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        try configuration.write(to: folder.appending(path: "kannel.conf"), atomically: true, encoding: .utf8)
    }

    /// Starts the part that keeps texts and speaks with the operator, anew after it was killed.
    ///
    /// - Throws: ``PeerFailure`` if it does not start.
    public func startBearerbox() async throws {
        try start(Self.bearerbox, ["-v", "4", "kannel.conf"], as: "bearerbox")
        try await untilListening(ports.boxes)
    }

    /// Starts the part that speaks HTTP, anew after it was killed.
    ///
    /// - Throws: ``PeerFailure`` if it does not start.
    public func startSmsbox() async throws {
        try start(Self.smsbox, ["-v", "4", "kannel.conf"], as: "smsbox")
        try await untilListening(port)
    }

    /// Waits until `sendsms` is there again: smsbox ends some seconds after bearerbox was killed, and starts itself.
    ///
    /// One that does so while there is no bearerbox yet ends for good, and is started anew here.
    ///
    /// - Throws: ``PeerFailure`` if it never is.
    public func untilSending() async throws {
        try await until("smsbox is there again") {
            if try await isListening(port: port) { return true }
            // An smsbox that started itself is of the group of the first.
            let isGone = programs["smsbox"].map { !$0.isRunning && Self.signal(-$0.pid, 0) != 0 } ?? true
            if isGone { try start(Self.smsbox, ["-v", "4", "kannel.conf"], as: "smsbox") }
            return false
        }
    }

    /// Connects the phone side, which writes each text that it gets to its log; it ends with bearerbox.
    ///
    /// - Parameter text: A text that it sends itself, as the test tool wants it: `<from> <to> text <words>`.
    /// - Throws: ``PeerFailure`` if it does not come online.
    public func connectPhone(texting text: String? = nil) async throws {
        // The port is not tried before: Kannel takes any connection for a phone, and its texts would be lost there.
        try await until("the phone is online") {
            if programs["fakesmsc"]?.isRunning != true { try startPhone(to: ports.operator, texting: text) }
            return try await status().contains("(online")
        }
    }

    /// Connects the phone side by a line that can be cut; then the phone outlives bearerbox.
    ///
    /// - Returns: The line, which ends with Kannel's run.
    /// - Throws: ``PeerFailure`` if it does not come online.
    public func linkPhone() async throws -> PhoneLink {
        let link = try await PhoneLink(to: ports.operator)
        self.link = link
        try startPhone(to: link.port, texting: nil)
        try await rejoin(link)
        return link
    }

    /// Connects the phone anew, after its line was cut or bearerbox killed.
    ///
    /// - Parameter link: The phone's line.
    /// - Throws: ``PeerFailure`` if it does not come online.
    public func rejoin(_ link: PhoneLink) async throws {
        try await until("the phone's line is whole") {
            do {
                try await link.join()
                return true
            } catch is NIOConnectionError {
                return false
            }
        }
        try await untilOnline()
    }

    private func startPhone(to port: Int, texting text: String?) throws {
        // Without a text of its own the tool panics.
        let words = ["-m", text == nil ? "0" : "1", text ?? "1 2 text x"]
        try start(Self.fakesmsc, ["-H", "127.0.0.1", "-r", "\(port)"] + words, as: "fakesmsc")
    }

    /// Waits until Kannel has its line to the operator.
    ///
    /// - Throws: ``PeerFailure`` if it never has.
    public func untilOnline() async throws {
        try await until("the operator is online") { try await status().contains("(online") }
    }

    /// Waits until Kannel has handed on everything that it keeps, texts and reports.
    ///
    /// - Throws: ``PeerFailure`` if it never has.
    public func untilIdle() async throws {
        try await until("Kannel's store is empty") { try await status().contains("store size 0") }
    }

    /// What Kannel says of itself; nothing while its administration does not answer yet, which may be a moment after
    /// its other ports do.
    private func status() async throws -> String {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(ports.admin)/status.txt?password=statuspw")
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            return String(buffer: try await response.body.collect(upTo: 65_536))
        } catch {
            try Task.checkCancellation()
            return ""
        }
    }

    /// Kills one of the processes and waits until it is gone.
    ///
    /// - Parameter name: `bearerbox`, `smsbox` or `fakesmsc`.
    public func kill(_ name: String) {
        guard let program = programs.removeValue(forKey: name) else { return }
        // A polite end takes bearerbox half a minute. An smsbox that started itself anew is of the group of the first.
        _ = Self.signal(-program.pid, SIGKILL)
        program.send(SIGKILL)
        program.wait()
    }

    private static func signal(_ process: Int32, _ number: Int32) -> Int32 { Foundation.kill(process, number) }

    /// The texts that the phone side got, in all its lives.
    ///
    /// - Parameter count: How many are waited for, parts of long ones counted each.
    /// - Returns: At least so many.
    /// - Throws: ``PeerFailure`` if they never come.
    public func texts(_ count: Int) async throws -> [PhoneText] {
        let log = folder.appending(path: "fakesmsc.log")
        var texts: [PhoneText] = []
        try await until("\(count) texts") {
            texts = String(decoding: try Data(contentsOf: log), as: UTF8.self)
                .split(separator: "\n").compactMap { PhoneText(line: $0) }
            return texts.count >= count
        }
        return texts
    }

    private func untilListening(_ port: Int) async throws {
        try await until("port \(port)") { try await isListening(port: port) }
    }

    private func start(_ path: String, _ arguments: [String], as name: String) throws {
        let log = SpawnedProgram.Stream.file(folder.appending(path: "\(name).log").path)
        programs[name] = try SpawnedProgram(
            path,
            arguments,
            folder: folder.path,
            // Kept open, because the phone side ends with its input.
            input: .pipe(try ProgramPipe()),
            output: log,
            errors: log,
            inOwnGroup: true
        )
    }

    private func stop() async throws {
        try await link?.close()
        for name in programs.keys { kill(name) }
        try FileManager.default.removeItem(at: folder)
    }
}
