import Foundation
import SMSPeers
import Testing

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

    /// The Python that has smpp34, in the environment that docker/install-packages.sh makes.
    private static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return caches + "/motcua-test-python/bin/python3"
    }

    /// The port it listens on.
    let port: Int
    private let process: PeerProcess

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
        try peer.process.removeLog()
    }

    private init(port: Int) throws {
        self.port = port
        process = try PeerProcess(executable: Self.python)
    }

    /// Starts it, anew after ``kill()``, on the same port; it goes on counting its ids.
    func start() async throws {
        let arguments = [PeerProcess.fixture("smsc.py"), String(port), String(try events("accepted").count + 1)]
        try await process.start(arguments) { (event: Event) in event.event == "listening" }
    }

    /// Ends it without a word to anybody, as a crash would.
    func kill() { process.kill() }

    /// All that it has logged so far, in order.
    func events() throws -> [Event] { try process.lines(of: Event.self) }

    /// What it has logged so far under a name, in order.
    func events(_ name: String) throws -> [Event] { try events().filter { $0.event == name } }

    /// At least so many events of a name, as soon as they are there.
    func events(_ name: String, atLeast count: Int) async throws -> [Event] {
        try await until("\(count) times \(name)") { try events(name).count >= count }
        return try events(name)
    }
}
