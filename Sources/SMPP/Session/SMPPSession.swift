// SMPP v3.4, sections 2.2 (session states), 2.7 (timers) and 2.8 (order of PDUs).

/// An SMPP session of a client (phiên SMPP), without sockets and without a clock.
///
/// The caller owns the connection. It tells what happened, with the moment, and carries out the returned actions in
/// their order. Moments may not go back; one that does counts as the latest moment so far. One value serves any number
/// of connections after each other. Every submit that is taken is settled exactly once, at the latest when its
/// connection ends, and the session never sends a message twice.
public struct SMPPSession: Sendable {
    /// The states of the connection.
    enum State: Hashable, Sendable {
        /// No connection. To: binding; closing if the session was shut down.
        case disconnected
        /// The bind is sent. To: bound, closing, disconnected.
        case binding(sequenceNumber: UInt32, deadline: SessionInstant)
        /// Open for messages. To: draining, closing, disconnected.
        case bound
        /// No new submits; open answers are awaited. To: unbinding, closing, disconnected.
        case draining(deadline: SessionInstant)
        /// The unbind is sent. To: closing, disconnected.
        case unbinding(sequenceNumber: UInt32, deadline: SessionInstant)
        /// The caller was asked to close. To: disconnected.
        case closing
    }

    /// An enquiry that is not answered yet.
    struct Enquiry: Sendable {
        let sequenceNumber: UInt32
        let deadline: SessionInstant
    }

    /// The settings.
    public let settings: SMPPSessionSettings
    /// What was seen since the session was made.
    public internal(set) var counters = SessionCounters()

    var state = State.disconnected
    var isShutDown = false
    var now = SessionInstant(milliseconds: .min)
    var lastReceived = SessionInstant(milliseconds: .min)
    var enquiry: Enquiry?
    var window = SubmitWindow()
    var bucket: TokenBucket
    var holdBack: HoldBack
    var sequenceNumbers: SequenceNumbers
    /// The number of the present connection, by which outdated tickets are told.
    var connection: UInt64 = 0
    /// The deliveries that the caller has not acknowledged, with the kind of the answer.
    var openDeliveries: [UInt32: DeliveryKind] = [:]
    /// The moment of the last `wake`, so that it is told only when it changes.
    var announcedWake: SessionInstant?

    /// How a delivery came and so has to be answered.
    enum DeliveryKind: Sendable {
        case deliver
        case dataMessage
    }

    /// Creates a session without a connection.
    ///
    /// - Parameters:
    ///   - settings: How to bind, send and wait.
    ///   - firstSequenceNumber: The number of the first request, 1 to 0x7FFFFFFF.
    public init(settings: SMPPSessionSettings, firstSequenceNumber: UInt32 = 1) {
        self.settings = settings
        bucket = TokenBucket(perSecond: settings.submitsPerSecond, burst: settings.burst)
        holdBack = HoldBack(
            firstMilliseconds: settings.firstHoldBackMilliseconds,
            longestMilliseconds: settings.longestHoldBackMilliseconds
        )
        sequenceNumbers = SequenceNumbers(first: firstSequenceNumber)
    }

    /// Whether submits are taken, window and throughput permitting.
    public var isBound: Bool { state == .bound }

    /// The submits that wait for their answers, at most the size of the window.
    public var unansweredCount: Int { window.waiting.count }

    /// Says that a connection is open; the session binds.
    public mutating func connected(at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        var actions = endConnection()
        connection &+= 1
        lastReceived = now
        guard !isShutDown else {
            state = .closing
            return finished(actions + [.close(.shutDown)])
        }
        let sequenceNumber = nextSequenceNumber()
        state = .binding(
            sequenceNumber: sequenceNumber,
            deadline: now.advanced(byMilliseconds: settings.bindTimeoutMilliseconds)
        )
        actions += send(.bind(settings.kind, settings.bind), sequenceNumber)
        return finished(actions)
    }

    /// Says that the connection is closed, by whichever side; may be called twice.
    ///
    /// Unanswered submits are settled as unknown.
    public mutating func disconnected(at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        return finished(endConnection())
    }

    /// Ends the session for good: no new submits, open answers awaited up to a bound, then unbind, then close.
    ///
    /// May be called twice. A connection that is opened afterwards is closed at once.
    public mutating func shutDown(at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        isShutDown = true
        switch state {
        case .disconnected, .draining, .unbinding, .closing:
            return finished([])
        case .binding:
            return finished(close(.shutDown))
        case .bound:
            state = .draining(deadline: now.advanced(byMilliseconds: settings.drainTimeoutMilliseconds))
            return finished(unbindIfDrained())
        }
    }

    mutating func advance(to moment: SessionInstant) {
        now = max(now, moment)
    }

    /// Adds the wish to be woken if it has changed.
    mutating func finished(_ actions: [SMPPAction]) -> [SMPPAction] {
        let wake = nextWake
        guard wake != announcedWake else { return actions }
        announcedWake = wake
        guard let wake else { return actions }
        return actions + [.wake(at: wake)]
    }

    private mutating func endConnection() -> [SMPPAction] {
        state = .disconnected
        enquiry = nil
        openDeliveries = [:]
        return abandonSubmits()
    }
}
