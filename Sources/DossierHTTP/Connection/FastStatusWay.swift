import DossierEngine
import HTTPTypes
import Logging
import NIOCore
import Synchronization
import WorkingCalendar

/// Everything one event loop needs to answer public look-ups by itself (đường tra cứu nhanh).
///
/// It is used on that loop alone.
final class FastStatusWay {
    private let eventLoop: any EventLoop
    private let lookup: any StatusLookup
    private let gate: LookupGate
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let metrics: RequestMetrics.Pair
    private let logger: Logger
    private var hasView = false
    private var fields: HTTPFields
    private var dateSecond: Int64 = .min

    init(
        on eventLoop: any EventLoop,
        lookup: any StatusLookup,
        gate: LookupGate,
        clock: any WallClock,
        machineClock: any WallClock,
        metrics: RequestMetrics.Pair,
        isSecure: Bool,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        self.lookup = lookup
        self.gate = gate
        self.clock = clock
        self.machineClock = machineClock
        self.metrics = metrics
        self.logger = logger
        // The fields of the long way in their order; the values left empty are set for each answer.
        fields = HTTPFields()
        fields[.contentType] = Answer.json
        fields[.contentLength] = ""
        SecurityHeaders.add(to: &fields, isSecure: isSecure)
        fields[.date] = ""
    }

    /// The answer for a code as it is stored; nil if there is no such dossier, the store cannot be read, or the budget
    /// of look-ups is used up, which the long way then tells.
    func answer(
        for code: String,
        of head: HTTPRequest,
        from peer: String,
        allocator: ByteBufferAllocator
    ) -> (head: HTTPResponse, body: ByteBuffer)? {
        let start = NIODeadline.now()
        let found: StoredStatus?
        openView()
        do {
            found = try lookup.status(of: code)
        } catch {
            logger.warning("look-up on the event loop failed", metadata: ["error": "\(error)"])
            return nil
        }
        guard let found else { return nil }
        let standing: LookupLimiter.Standing?
        do {
            standing = try gate.pay(gate.network(peer: peer, forwarded: head.headerFields[values: .xForwardedFor]))
        } catch {
            return nil
        }
        let ending = PublicStatus.ending(dueAt: found.dueAt, frozenAt: found.frozenAt, now: clock.now)
        var body = allocator.buffer(capacity: found.body.count + ending.count)
        body.writeBytes(found.body)
        body.writeBytes(ending)
        fields[.contentLength] = String(body.readableBytes)
        renewDate()
        var own = fields
        if let standing { own.append(contentsOf: standing.fields) }
        note(since: start)
        return (HTTPResponse(status: .ok, headerFields: own), body)
    }

    /// Lets the look-ups that follow see what was acknowledged since: for a request that may have been sent after the
    /// loop learnt that its connection can be read.
    func renewView() {
        guard hasView else { return }
        lookup.closeView()
        lookup.openView()
    }

    /// Lets all look-ups of this turn of the loop share one state of the store.
    ///
    /// Their requests had all begun when the loop learnt which connections can be read, but for those that renew it; so
    /// whatever had been acknowledged to the asker before is in it.
    private func openView() {
        guard !hasView else { return }
        hasView = true
        lookup.openView()
        // What is executed on the loop runs when it has read the last of these connections.
        eventLoop.assumeIsolated().execute {
            self.hasView = false
            self.lookup.closeView()
        }
    }

    private func renewDate() {
        let now = machineClock.now
        guard now.wholeSeconds != dateSecond else { return }
        dateSecond = now.wholeSeconds
        fields[.date] = HTTPDate.text(now)
    }

    private func note(since start: NIODeadline) {
        let nanoseconds = (NIODeadline.now() - start).nanoseconds
        metrics.note(nanoseconds: nanoseconds)
        RequestLogLine.write(
            method: .get,
            route: Operation.lookUpStatus.template,
            status: 200,
            nanoseconds: nanoseconds,
            to: logger
        )
    }
}

/// The short ways of all event loops, each made when the first connection of its loop comes.
final class FastStatusWays: Sendable {
    private let makeLookup: @Sendable () throws -> any StatusLookup
    private let gate: LookupGate
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let metrics: RequestMetrics.Pair
    /// Whether connections speak TLS, which can make them readable without a request.
    let isSecure: Bool
    private let logger: Logger
    private let ways = Mutex<[ObjectIdentifier: NIOLoopBound<FastStatusWay>]>([:])

    init(
        makeLookup: @escaping @Sendable () throws -> any StatusLookup,
        gate: LookupGate,
        clock: any WallClock,
        machineClock: any WallClock,
        metrics: RequestMetrics.Pair,
        isSecure: Bool = false,
        logger: Logger
    ) {
        self.makeLookup = makeLookup
        self.gate = gate
        self.clock = clock
        self.machineClock = machineClock
        self.metrics = metrics
        self.isSecure = isSecure
        self.logger = logger
    }

    /// The way of the loop that the caller runs on; nil if the store gives no look-up, so that the long way serves.
    func way(on eventLoop: any EventLoop) -> FastStatusWay? {
        let id = ObjectIdentifier(eventLoop)
        if let known = ways.withLock({ $0[id] }) { return known.value }
        do {
            let way = FastStatusWay(
                on: eventLoop,
                lookup: try makeLookup(),
                gate: gate,
                clock: clock,
                machineClock: machineClock,
                metrics: metrics,
                isSecure: isSecure,
                logger: logger
            )
            let bound = NIOLoopBound(way, eventLoop: eventLoop)
            ways.withLock { $0[id] = bound }
            return way
        } catch {
            logger.warning("no look-up on the event loop", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
