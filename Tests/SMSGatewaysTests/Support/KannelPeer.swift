import DossierEngine
import Foundation
import SMSGateways
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real Kannel on free ports, in a temporary folder: bearerbox, smsbox and a phone side to be started apart.
final class KannelPeer {
    /// Who is behind Kannel.
    enum Operator {
        /// Kannel's own test tool, which ``connectPhone()`` starts.
        case testTool
        /// An SMSC that speaks SMPP 3.4 on a port of loopback and takes any password.
        case smpp(port: Int)
    }

    /// Texts that Kannel keeps while no operator is there.
    static let queueLimit = 3

    private static let bearerbox = "/usr/sbin/bearerbox"
    private static let smsbox = "/usr/sbin/smsbox"
    private static let fakesmsc = "/usr/lib/kannel/test/fakesmsc"

    /// Whether the packages kannel and kannel-extras are there.
    static var isInstalled: Bool {
        [bearerbox, smsbox, fakesmsc].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// The port of `sendsms`.
    let port: Int
    private let ports: (admin: Int, boxes: Int, operator: Int)
    private let smsc: Operator
    private let folder: URL
    private var processes: [String: Process] = [:]
    private var silences: [Pipe] = []

    /// Starts bearerbox and smsbox, runs `body` and stops everything by process id.
    static func run(_ smsc: Operator = .testTool, _ body: (KannelPeer) async throws -> Void) async throws {
        try #require(isInstalled, "Kannel is missing: docker/install-packages.sh --test installs it")
        let ports = (admin: try await freePort(), boxes: try await freePort(), operator: try await freePort())
        let peer = try KannelPeer(port: try await freePort(), ports: ports, smsc: smsc)
        do {
            try peer.start(bearerbox, ["-v", "4", "kannel.conf"], as: "bearerbox")
            try await peer.untilListening(ports.boxes)
            try peer.start(smsbox, ["-v", "4", "kannel.conf"], as: "smsbox")
            try await peer.untilListening(peer.port)
            try await body(peer)
            try peer.stop()
        } catch {
            try peer.stop()
            throw error
        }
    }

    private init(port: Int, ports: (admin: Int, boxes: Int, operator: Int), smsc: Operator) throws {
        self.port = port
        self.ports = ports
        self.smsc = smsc
        folder = FileManager.default.temporaryDirectory.appending(path: "motcua-kannel-\(UUID().uuidString)")
        let spool = folder.appending(path: "spool")
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        try configuration.write(to: folder.appending(path: "kannel.conf"), atomically: true, encoding: .utf8)
    }

    /// Connects the phone side, which writes each text that it gets to its log.
    func connectPhone() async throws {
        let arguments = ["-H", "127.0.0.1", "-r", "\(ports.operator)", "-m", "0", "1 2 text x"]
        try await untilListening(ports.operator)
        try start(Self.fakesmsc, arguments, as: "fakesmsc")
        try await untilOnline()
    }

    /// Waits until Kannel has its line to the operator.
    func untilOnline() async throws {
        try await until("the operator is online") {
            let page = try await page("http://127.0.0.1:\(ports.admin)/status.txt?password=statuspw")
            return page.contains("(online")
        }
    }

    /// Kills one of the processes and waits until it is gone.
    func kill(_ name: String) {
        guard let process = processes.removeValue(forKey: name) else { return }
        // A polite end takes bearerbox half a minute.
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits until one of the processes has ended by itself.
    func untilEnded(_ name: String) async throws {
        let process = try #require(processes[name])
        try await until("\(name) has ended") { !process.isRunning }
    }

    /// The texts that the phone side got, at least `count`.
    func texts(_ count: Int) async throws -> [PhoneText] {
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
        let log = folder.appending(path: "\(name).log")
        try Data().write(to: log)
        let handle = try FileHandle(forWritingTo: log)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Kept open, because the phone side ends with its input.
        let silence = Pipe()
        silences.append(silence)
        process.standardInput = silence
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        processes[name] = process
    }

    private func stop() throws {
        for name in processes.keys { kill(name) }
        try FileManager.default.removeItem(at: folder)
    }

    private var configuration: String {
        """
        group = core
        admin-port = \(ports.admin)
        admin-interface = 127.0.0.1
        admin-password = adminpw
        status-password = statuspw
        smsbox-port = \(ports.boxes)
        smsbox-interface = 127.0.0.1
        box-allow-ip = "127.0.0.1"
        store-type = spool
        store-location = "\(folder.appending(path: "spool").path())"
        dlr-storage = internal
        sms-outgoing-queue-limit = \(Self.queueLimit)

        \(operatorGroup)

        group = smsbox
        bearerbox-host = 127.0.0.1
        bearerbox-port = \(ports.boxes)
        sendsms-port = \(port)
        sendsms-interface = 127.0.0.1

        group = sendsms-user
        username = onestop
        password = secretpw
        max-messages = 6
        concatenation = true

        group = sms-service
        keyword = default
        catch-all = yes
        text = ""
        omit-empty = true

        """
    }

    private var operatorGroup: String {
        switch smsc {
        case .testTool:
            """
            group = smsc
            smsc = fake
            smsc-id = FAKE
            port = \(ports.operator)
            connect-allow-ip = 127.0.0.1
            """
        // Without alt-charset and msg-id-type: the one breaks GSM 7-bit, the other writes the ids anew.
        case .smpp(let port):
            """
            group = smsc
            smsc = smpp
            smsc-id = SMPP
            host = 127.0.0.1
            port = \(port)
            transceiver-mode = true
            smsc-username = kannel
            smsc-password = secretpw
            system-type = ""
            reconnect-delay = 1
            """
        }
    }
}

extension LoopbackServer {
    /// The reports that Kannel has brought so far.
    func kannelReports(of gateway: String) -> [DeliveryReport] {
        requests.compactMap { request in
            let query = request.uri.drop { $0 != "?" }.dropFirst()
            let names = [KannelReport.referenceField, KannelReport.statusField]
            let fields = HTTPFieldReading.query.values(of: names, in: Array(query.utf8))
            return KannelReport.report(from: fields, gateway: gateway)
        }
    }
}
