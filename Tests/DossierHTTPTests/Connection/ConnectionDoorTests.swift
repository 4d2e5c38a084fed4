import NIOCore
import NIOEmbedded
import Testing

@testable import DossierHTTP

@Suite("The door of a connection")
struct ConnectionDoorTests {
    private func count(_ limit: Int, perAddress: Int, trusted: String = "") throws -> ConnectionCount {
        let proxies = try #require(TrustedProxies(trusted))
        return ConnectionCount(limit: limit, limitPerAddress: perAddress, trusted: proxies)
    }

    private func connect(_ count: ConnectionCount, from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ConnectionDoor(count: count, patience: .seconds(60)))
        let place = try SocketAddress(ipAddress: address, port: 4_000)
        channel.remoteAddress = place
        channel.connect(to: place, promise: nil)
        return channel
    }

    @Test("one address has its bound, all together have theirs, and a closed connection makes room")
    func bounds() throws {
        let count = try count(3, perAddress: 2)
        let first = try connect(count, from: "10.0.0.1")
        #expect(first.isActive)
        #expect(try connect(count, from: "10.0.0.1").isActive)
        #expect(try !connect(count, from: "10.0.0.1").isActive)
        #expect(try connect(count, from: "10.0.0.2").isActive)
        #expect(try !connect(count, from: "10.0.0.3").isActive)
        first.close(promise: nil)
        #expect(try connect(count, from: "10.0.0.3").isActive)
    }

    @Test("a network of IPv6 has the bound of one address, and one of IPv4 is the same however it is written")
    func networks() throws {
        let count = try count(10, perAddress: 2)
        #expect(try connect(count, from: "2001:db8:1:2::17").isActive)
        let second = try connect(count, from: "2001:db8:1:2:ffff::1")
        #expect(second.isActive)
        #expect(try !connect(count, from: "2001:db8:1:2::18").isActive)
        #expect(try connect(count, from: "2001:db8:1:3::17").isActive)
        second.close(promise: nil)
        #expect(try connect(count, from: "2001:db8:1:2::18").isActive)
        #expect(try connect(count, from: "::ffff:10.0.0.1").isActive)
        #expect(try connect(count, from: "10.0.0.1").isActive)
        #expect(try !connect(count, from: "::ffff:10.0.0.1").isActive)
    }

    @Test("a proxy takes no room from those who share its network")
    func proxyInNetwork() throws {
        let count = try count(10, perAddress: 1, trusted: "fd00::9")
        for _ in 0..<3 { #expect(try connect(count, from: "fd00::9").isActive) }
        #expect(try connect(count, from: "fd00::1").isActive)
        #expect(try !connect(count, from: "fd00::2").isActive)
    }

    @Test("a refused connection gives back nothing that it did not take")
    func refusedTakesNothing() throws {
        let count = try count(10, perAddress: 1)
        #expect(try connect(count, from: "10.0.0.1").isActive)
        for _ in 0..<5 { #expect(try !connect(count, from: "10.0.0.1").isActive) }
    }

    @Test("behind a trusted proxy are many, so it is bounded by the sum only")
    func proxy() throws {
        let count = try count(4, perAddress: 1, trusted: "10.0.0.9")
        for _ in 0..<4 { #expect(try connect(count, from: "10.0.0.9").isActive) }
        #expect(try !connect(count, from: "10.0.0.9").isActive)
    }

    @Test("streams beside the first one take room like connections, which they or their connection give back")
    func streams() throws {
        let count = try count(10, perAddress: 3)
        let first = try connect(count, from: "10.0.0.1")
        let door = try first.pipeline.syncOperations.handler(type: ConnectionDoor.self)
        #expect(door.admitStream() && door.admitStream() && door.admitStream())
        #expect(!door.admitStream())
        #expect(try !connect(count, from: "10.0.0.1").isActive)
        door.endStream()
        let second = try connect(count, from: "10.0.0.1")
        #expect(second.isActive && !door.admitStream())
        for _ in 0..<2 { door.endStream() }
        #expect(door.admitStream() && door.admitStream())
        first.close(promise: nil)
        for _ in 0..<2 { door.endStream() }
        #expect(!door.admitStream())
        let third = try connect(count, from: "10.0.0.1")
        let fourth = try connect(count, from: "10.0.0.1")
        #expect(third.isActive && fourth.isActive)
        #expect(try !connect(count, from: "10.0.0.1").isActive)
    }

    @Test("a connection that never comes to speak HTTP is closed, one that does is let be")
    func patience() throws {
        let count = try count(4, perAddress: 4)
        let silent = try connect(count, from: "10.0.0.1")
        let speaking = try connect(count, from: "10.0.0.1")
        try speaking.pipeline.syncOperations.handler(type: ConnectionDoor.self).open()
        // As without TLS, where a connection is set up for HTTP before it is active.
        let early = EmbeddedChannel(handler: ConnectionDoor(count: count, patience: .seconds(60)))
        try early.pipeline.syncOperations.handler(type: ConnectionDoor.self).open()
        early.connect(to: try SocketAddress(ipAddress: "10.0.0.1", port: 4_000), promise: nil)
        for channel in [silent, speaking, early] { channel.embeddedEventLoop.advanceTime(by: .seconds(60)) }
        #expect(!silent.isActive && speaking.isActive && early.isActive)
    }
}
