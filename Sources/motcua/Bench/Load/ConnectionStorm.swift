import NIOCore
import NIOPosix

/// Connections that do a server no good (bão kết nối): idle ones, slow ones, ones that say far too much.
///
/// Each is opened anew as soon as the server has closed it, until the storm is over.
struct ConnectionStorm: Sendable {
    /// The most connections of one source address, below the server's usual bound.
    static let perAddress = 1_000
    /// How long the storm waits after a connection that could not be opened, and between two drops of a slow one.
    private static let pause = Duration.seconds(1)

    /// How many connections.
    let count: Int
    /// What each says at its beginning.
    let opening: String
    /// What each says every second after it; nil for nothing.
    let drop: String?

    /// Lets the storm blow.
    ///
    /// - Parameters:
    ///   - port: The server's port on loopback.
    ///   - seconds: For how long.
    ///   - loops: The threads of the connections.
    /// - Returns: How many connections were open in the middle of that time.
    /// - Throws: What keeps from making addresses.
    func blow(at port: Int, for seconds: Double, on loops: MultiThreadedEventLoopGroup) async throws -> Int {
        let server = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        let end = ContinuousClock.now + .seconds(seconds)
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                let source = try SocketAddress(ipAddress: "127.0.1.\(1 + number / Self.perAddress)", port: 0)
                group.addTask {
                    try await self.hold(ClientBootstrap(group: loops).bind(to: source), server, seconds, until: end)
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    /// Keeps one connection until the end; whether it was open in the middle.
    private func hold(
        _ bootstrap: ClientBootstrap,
        _ server: SocketAddress,
        _ seconds: Double,
        until end: ContinuousClock.Instant
    ) async throws -> Bool {
        let middle = end - .seconds(seconds / 2)
        var wasOpen = false
        while ContinuousClock.now < end {
            // A server that takes no more connections is what is measured.
            guard let channel = try? await bootstrap.connect(to: server).get() else {
                try await Task.sleep(for: Self.pause)
                continue
            }
            let began = ContinuousClock.now
            // Closed in the middle of it: opened anew below.
            try? await channel.writeAndFlush(ByteBuffer(string: opening)).get()
            while channel.isActive, ContinuousClock.now < end {
                try await Task.sleep(for: min(Self.pause, end - ContinuousClock.now))
                if let drop, channel.isActive { channel.writeAndFlush(ByteBuffer(string: drop), promise: nil) }
            }
            if began < middle, ContinuousClock.now > middle { wasOpen = true }
            if channel.isActive { channel.close(promise: nil) }
        }
        return wasOpen
    }
}
