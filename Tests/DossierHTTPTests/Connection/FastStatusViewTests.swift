import DossierEngine
import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing
import WorkingCalendar

@testable import DossierHTTP

@Suite("Look-ups of one turn of an event loop")
struct FastStatusViewTests {
    private static let code = "000.00.15.H47-220105-0001"

    private final class Events: Sendable {
        private let names = Mutex<[String]>([])

        func note(_ name: String) { names.withLock { $0.append(name) } }

        /// What was noted since the last time.
        func take() -> [String] {
            names.withLock { names in
                defer { names = [] }
                return names
            }
        }
    }

    private struct NotingLookup: StatusLookup {
        let events: Events

        func status(of code: String) throws -> StoredStatus? {
            events.note("look-up")
            return code == FastStatusViewTests.code ? StoredStatus(body: [0x7B], dueAt: nil, frozenAt: nil) : nil
        }

        func openView() { events.note("open") }
        func closeView() { events.note("close") }
    }

    private struct StandingClock: WallClock {
        let now = Instant(milliseconds: 1_641_352_800_000)
    }

    private let events = Events()
    private let loop = EmbeddedEventLoop()

    private func channel(_ ways: FastStatusWays) -> EmbeddedChannel {
        EmbeddedChannel(handler: FastStatusHandler(ways: ways), loop: loop)
    }

    private func ways(isSecure: Bool = false) -> FastStatusWays {
        let events = events
        return FastStatusWays(
            makeLookup: { NotingLookup(events: events) },
            gate: LookupGate(limiter: LookupLimiter(machineClock: StandingClock()), trustedProxies: .none),
            clock: StandingClock(),
            machineClock: StandingClock(),
            metrics: RequestMetrics().pair(method: .get, route: "x", status: 200),
            isSecure: isSecure,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func ask(_ channel: EmbeddedChannel, _ code: String = code) {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/api/v1/status/" + code)
        channel.pipeline.fireChannelRead(HTTPRequestPart.head(head))
        channel.pipeline.fireChannelRead(HTTPRequestPart.end(nil))
    }

    @Test("all connections read in one turn share one view, which ends with the turn")
    func shared() throws {
        let ways = ways()
        let channels = [channel(ways), channel(ways), channel(ways)]
        for channel in channels {
            ask(channel)
            channel.pipeline.fireChannelReadComplete()
        }
        #expect(events.take() == ["open", "look-up", "look-up", "look-up"])
        loop.run()
        #expect(events.take() == ["close"])
        ask(channels[0])
        loop.run()
        #expect(events.take() == ["open", "look-up", "close"])
        for channel in channels { _ = try channel.finish(acceptAlreadyClosed: true) }
    }

    @Test("a request behind another one of its connection sees what was acknowledged since")
    func pipelined() throws {
        let channel = channel(ways())
        ask(channel)
        ask(channel)
        #expect(events.take() == ["open", "look-up", "close", "open", "look-up"])
        channel.pipeline.fireChannelReadComplete()
        loop.run()
        #expect(events.take() == ["close"])
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    @Test("so does one behind the rest of a request that was answered before, and one over TLS")
    func behindSomethingElse() throws {
        let channel = self.channel(ways())
        ask(channel)
        channel.pipeline.fireChannelReadComplete()
        channel.pipeline.fireChannelRead(HTTPRequestPart.end(nil))
        ask(channel)
        #expect(events.take() == ["open", "look-up", "close", "open", "look-up"])
        loop.run()
        #expect(events.take() == ["close"])
        let secure = ways(isSecure: true)
        let first = self.channel(secure)
        let second = self.channel(secure)
        ask(first)
        ask(second)
        #expect(events.take() == ["open", "look-up", "close", "open", "look-up"])
        loop.run()
        for channel in [channel, first, second] { _ = try channel.finish(acceptAlreadyClosed: true) }
    }

    @Test("a look-up that finds nothing ends its view too")
    func unknown() throws {
        let channel = channel(ways())
        ask(channel, "000.00.15.H47-220105-9999")
        loop.run()
        #expect(events.take() == ["open", "look-up", "close"])
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
