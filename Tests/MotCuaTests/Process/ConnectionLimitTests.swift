import NIOCore
import NIOPosix
import SMSPeers
import Testing

/// Bounds of connections, on real sockets.
@Suite(.timeLimit(.minutes(15)))
struct ConnectionLimitTests {
    /// Opens a connection that says nothing.
    private func open(_ port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
    }

    @Test("from one address no more connections are kept than allowed, and one that ends makes room for another")
    func perAddress() async throws {
        let copy = try ConfigCopy()
        try copy.replace("connectionsPerAddress: 1024", with: "connectionsPerAddress: 3", in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, config: copy.file)
        var opened: [any Channel] = []
        for _ in 0..<4 { opened.append(try await open(server.port)) }
        // Nobody but the server would close one; which of them it hears of last is its affair.
        try await until("a refusal") { opened.contains { !$0.isActive } }
        let kept = opened.filter(\.isActive)
        #expect(kept.count == 3)
        for channel in kept { try await channel.close() }
        try await until("room") { await server.send("GET", "/health/live")?.status == 200 }
        #expect(server.terminate() == 0)
    }
}
