import Foundation
import SMSPeers
import Testing

/// A real SMSC on a free port that looks at the password, in a process of its own: the Perl module Net::SMPP.
final class NetSMPPPeer {
    /// A line of its log.
    struct Event: Decodable {
        /// `listening`, `refused`, `bound` or `submit`.
        let event: String
        /// When, in seconds of a clock that never goes back.
        let at: Double
    }

    private static let perl = "/usr/bin/perl"
    private static let module = "/usr/share/perl5/Net/SMPP.pm"

    /// The port it listens on.
    let port: Int
    /// The status by which it refuses a bind.
    private let refusal: UInt32
    private let process: PeerProcess

    /// Makes an SMSC that is not started yet, runs `body` and kills it.
    static func run(refusal: UInt32, _ body: (NetSMPPPeer) async throws -> Void) async throws {
        let isInstalled = [perl, module].allSatisfy(FileManager.default.isReadableFile)
        try #require(isInstalled, "libnet-smpp-perl is missing: docker/install-packages.sh --test installs it")
        let peer = try NetSMPPPeer(port: try await freePort(), refusal: refusal)
        do {
            try await body(peer)
            peer.kill()
        } catch {
            peer.kill()
            throw error
        }
        try peer.process.removeLog()
    }

    private init(port: Int, refusal: UInt32) throws {
        self.port = port
        self.refusal = refusal
        process = try PeerProcess(executable: Self.perl)
    }

    /// Starts it with the password that it takes, anew after ``kill()``, on the same port.
    func start(password: String) async throws {
        let arguments = [PeerProcess.fixture("bind_smsc.pl"), String(port), password, String(refusal)]
        try await process.start(arguments) { (event: Event) in event.event == "listening" }
    }

    /// Ends it without a word to anybody.
    func kill() { process.kill() }

    /// What it has logged so far under a name, in order.
    func events(_ name: String) throws -> [Event] {
        try process.lines(of: Event.self).filter { $0.event == name }
    }
}
