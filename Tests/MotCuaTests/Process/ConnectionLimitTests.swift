import NIOCore
import NIOPosix
import SMSPeers
import Testing

/// Bounds of connections, on real sockets.
@Suite(.timeLimit(.minutes(5)))
struct ConnectionLimitTests {
    /// Opens a connection that says nothing.
    private func open(_ port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
    }

    @Test("from one address no more connections are kept than allowed, and one that ends makes room for another")
    func perAddress() async throws {
        let copy = try ConfigCopy()
        try copy.replace("connectionsPerAddress: 256", with: "connectionsPerAddress: 3", in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, config: copy.file)
        var kept: [any Channel] = []
        for _ in 0..<3 { kept.append(try await open(server.port)) }
        // A fourth is closed unheard; nobody but the server would close it.
        try await open(server.port).closeFuture.get()
        for channel in kept {
            #expect(channel.isActive)
            try await channel.close()
        }
        try await until("room") { await server.send("GET", "/health/live")?.status == 200 }
        #expect(server.terminate() == 0)
    }
}
