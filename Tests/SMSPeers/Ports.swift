public import NIOCore
import NIOPosix
import Synchronization

/// How long tests wait for a connection on loopback: whoever finds nobody listening is told at once, and a machine that
/// stands still for a while is no failure.
public let connectPatience = TimeAmount.minutes(10)

/// A port of loopback on which nobody listens, given to nobody else in this process.
///
/// It lies below those that the system gives out by itself, so that no connection of another test takes it meanwhile.
///
/// - Returns: The port.
/// - Throws: ``PeerFailure`` if there is none.
public func freePort() async throws -> Int {
    for _ in 0..<1_000 {
        let port = nextPort.withLock { next in
            next = next >= 31_999 ? 20_000 : next + 1
            return next
        }
        // A port that is taken cannot be bound: the next one is tried.
        guard
            let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port).get()
        else { continue }
        try await channel.close()
        return port
    }
    throw PeerFailure("no port of loopback is free")
}

private let nextPort = Mutex(Int.random(in: 20_000..<31_000))

/// Whether somebody listens on a port of loopback.
///
/// - Parameter port: The port.
/// - Returns: Whether a connection could be made.
/// - Throws: What keeps from trying.
public func isListening(port: Int) async throws -> Bool {
    do {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(connectPatience)
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.close()
        return true
    } catch is NIOConnectionError {
        return false
    }
}
