import NIOCore
import NIOPosix
import SMSPeers
import Testing

/// Bounds of connections, on real sockets.
@Suite(.timeLimit(.minutes(60)))
struct ConnectionLimitTests {
    /// Opens connections that say nothing, all at once, and closes them again.
    ///
    /// - Returns: How many the server kept.
    private func kept(of count: Int, by server: RunningServer) async throws -> Int {
        let connecting = (0..<count).map { _ in
            ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(connectPatience)
                .connect(host: "127.0.0.1", port: server.port)
        }
        var opened: [any Channel] = []
        for channel in connecting { opened.append(try await channel.get()) }
        // Nobody but the server would close one; which of them it hears of last is its affair.
        try await until("a refusal") { opened.contains { !$0.isActive } }
        let kept = opened.filter(\.isActive)
        for channel in kept {
            // One that the server closed in this moment is closed as well.
            try? await channel.close()
        }
        try await until("room") { await server.send("GET", "/health/live")?.status == 200 }
        return kept.count
    }

    @Test("from one address no more connections are kept than allowed, and one that ends makes room for another")
    func perAddress() async throws {
        let copy = try ConfigCopy()
        try copy.replace("connectionsPerAddress: 1024", with: "connectionsPerAddress: 3", in: "motcua.yaml")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, config: copy.file)
        var kept = try await kept(of: 4, by: server)
        // A busy machine may look only after the minute for which silent connections are kept: then it looks anew.
        for _ in 1...4 where kept < 3 { kept = try await self.kept(of: 4, by: server) }
        #expect(kept == 3)
        #expect(server.terminate() == 0)
    }
}
