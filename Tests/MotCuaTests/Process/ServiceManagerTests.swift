import Foundation
import Glibc
import ProgramSupport
import Testing

@testable import motcua

/// What systemd is told, and what it may do while the service starts.
struct ServiceManagerTests {
    @Test("whoever started the service is told once it answers", arguments: ["", "@"])
    func ready(kind: String) async throws {
        let folder = try TemporaryFolder()
        let name = kind.isEmpty ? folder.path + "/notify" : "@motcua-\(UUID().uuidString)"
        let listener = try NotifyListener(name)
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["NOTIFY_SOCKET": name]
        )

        #expect(listener.receive() == "READY=1")
        #expect(await server.send("GET", "/health/ready")?.status == 200)
        #expect(server.terminate() == 0)
        #expect(try !server.printed.contains("NOTIFY_SOCKET"))
    }

    @Test("where nobody listens the service goes on, and says so")
    func nobodyListens() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(
            database: folder.database,
            environment: ["NOTIFY_SOCKET": folder.path + "/none"]
        )

        #expect(await server.send("GET", "/health/ready")?.status == 200)
        #expect(server.terminate() == 0)
        #expect(try server.printed.contains("could not be told that it is ready"))
    }

    @Test(
        "an address that is none is nobody's",
        arguments: ["", "notify", "vsock:2:1234", "/" + String(repeating: "a", count: 107)]
    )
    func noAddress(name: String) {
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": name]) == nil)
    }

    @Test("a SIGHUP while it starts does not end it")
    func hangUpAtStart() async throws {
        let folder = try TemporaryFolder()
        let log = folder.path + "/log"
        try Data().write(to: URL(filePath: log))
        let program = try SpawnedProgram(
            Program.path,
            ["serve", "--database", folder.database, "--port", "0", "--config", Checkout.config],
            output: .file(log),
            errors: .file(log)
        )
        defer { program.send(SIGKILL) }
        var hangUps = 0
        for _ in 0..<60_000 {
            let printed = try String(contentsOfFile: log, encoding: .utf8)
            if printed.contains("MotCua is ready") { break }
            try #require(program.isRunning, "the server ended: \(printed)")
            // The first line is printed by the command; before it the program is still being loaded.
            if !printed.isEmpty {
                program.send(SIGHUP)
                hangUps += 1
            }
            // On this thread: where all tests run, a task that sleeps may come back when the server is long ready.
            usleep(10_000)
        }

        #expect(hangUps > 0)
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("MotCua is ready"))
        program.send(SIGTERM)
        #expect(try await program.wait(within: .seconds(600)) == SpawnedProgram.Ending(code: 0, isExit: true))
    }
}

/// The socket of a service manager.
private final class NotifyListener: Sendable {
    private let socket: Int32

    /// Listens at a path, or at a name that begins with `@`.
    init(_ name: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var bytes = Array(name.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0) + bytes.count)
        let bound = withUnsafeBytes(of: address) {
            bind(socket, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, length)
        }
        try #require(bound == 0, "errno \(errno)")
        // Told once it answers, which may be after its address is known.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// The next message; nil if none comes within ten minutes.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
