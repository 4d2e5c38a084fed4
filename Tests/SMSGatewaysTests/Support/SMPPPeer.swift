import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real SMSC on a free port, in a process of its own: the server of the Python package smpp34.
///
/// What it does with a text follows from the end of the receiver's number, see `Tests/Fixtures/smsc.py`.
final class SMPPPeer {
    /// A line of its log.
    struct Event: Decodable {
        /// `listening`, `bound`, `unbound`, `submit`, `accepted`, `receipt` or `text`.
        let event: String
        /// The sender of a submitted text.
        let source: String?
        /// The receiver of a submitted text.
        let destination: String?
        /// Type and plan of both numbers: of the sender, then of the receiver.
        let kinds: [Int]?
        /// The data coding of a submitted text.
        let coding: Int?
        /// Whether a receipt was asked for.
        let wantsReceipt: Bool?
        /// The header before a part of a long text.
        let header: [UInt8]?
        /// The octets of a submitted text without the header.
        let body: [UInt8]?
        /// The name that the SMSC gave a text, or whose receipt it sent.
        let id: String?
        /// How we answered a receipt or a citizen's text.
        let answer: Int?

        /// The body read as UTF-16, high byte first.
        var wideText: String {
            let octets = body ?? []
            let units = stride(from: 0, to: octets.count - 1, by: 2).map {
                UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/smsc.py").standardizedFileURL.path()

    /// The Python that has smpp34, in the environment that docker/install-packages.sh makes.
    private static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return caches + "/motcua-test-python/bin/python3"
    }

    /// The port it listens on.
    let port: Int
    private let log: URL
    private var process: Process?

    /// Starts an SMSC, runs `body` and kills it.
    static func run(_ body: (SMPPPeer) async throws -> Void) async throws {
        let isInstalled = FileManager.default.isExecutableFile(atPath: python)
        try #require(isInstalled, "smpp34 is missing: docker/install-packages.sh --test installs it")
        let peer = try SMPPPeer(port: try await freePort())
        do {
            try await peer.start()
            try await body(peer)
            peer.kill()
        } catch {
            peer.kill()
            throw error
        }
        try FileManager.default.removeItem(at: peer.log)
    }

    private init(port: Int) throws {
        self.port = port
        log = FileManager.default.temporaryDirectory.appending(path: "motcua-smsc-\(UUID().uuidString).log")
        try Data().write(to: log)
    }

    /// Starts it, anew after ``kill()``, on the same port.
    func start() async throws {
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        let process = Process()
        process.executableURL = URL(filePath: Self.python)
        process.arguments = [Self.script, String(port)]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        let starts = try events("listening").count
        try process.run()
        self.process = process
        try await until("the SMSC listens") { try events("listening").count > starts }
    }

    /// Ends it without a word to anybody, as a crash would.
    func kill() {
        guard let process else { return }
        self.process = nil
        // Not awaited: its sockets are closed by the system all the same, and nobody here asks for its status.
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
    }

    /// What it has logged so far under a name, in order.
    func events(_ name: String) throws -> [Event] {
        let lines = try Data(contentsOf: log).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last one is empty or still being written.
        return try lines.dropLast().map { try JSONDecoder().decode(Event.self, from: $0) }.filter { $0.event == name }
    }

    /// At least so many events of a name, as soon as they are there.
    func events(_ name: String, atLeast count: Int) async throws -> [Event] {
        try await until("\(count) times \(name)") { try events(name).count >= count }
        return try events(name)
    }
}
