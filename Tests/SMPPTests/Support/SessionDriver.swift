import SMPP

/// A session with a hand on the clock, whose actions can be read as PDUs.
struct SessionDriver {
    var session: SMPPSession
    var milliseconds: Int64 = 0

    init(
        kind: BindKind = .transceiver,
        firstSequenceNumber: UInt32 = 1,
        _ adjust: (inout SMPPSessionSettings) -> Void = { _ in }
    ) throws {
        var settings = try SMPPSessionSettings(bind: BindRequest(systemID: "motcua", password: "bi-mat"), kind: kind)
        // Fast enough that only tests of the throughput meet it.
        settings.submitsPerSecond = 10_000
        settings.burst = 1000
        adjust(&settings)
        session = SMPPSession(settings: settings, firstSequenceNumber: firstSequenceNumber)
    }

    /// A driver whose session is bound by a bind of the sequence number 1.
    static func bound(
        kind: BindKind = .transceiver,
        _ adjust: (inout SMPPSessionSettings) -> Void = { _ in }
    ) throws -> SessionDriver {
        var driver = try SessionDriver(kind: kind, adjust)
        _ = driver.connect()
        _ = driver.receive(.bindResponse(kind, BindResponse(systemID: "SMSC")), 1)
        return driver
    }

    var now: SessionInstant { SessionInstant(milliseconds: milliseconds) }

    mutating func connect() -> [SMPPAction] { session.connected(at: now) }

    mutating func disconnect() -> [SMPPAction] { session.disconnected(at: now) }

    mutating func shutDown() -> [SMPPAction] { session.shutDown(at: now) }

    mutating func receive(
        _ body: PDU.Body,
        _ sequenceNumber: UInt32,
        status: CommandStatus = .ok
    ) -> [SMPPAction] {
        session.received(PDU(body, sequenceNumber: sequenceNumber, status: status), at: now)
    }

    mutating func submit(_ reference: Int64, _ message: ShortMessage = Known.message()) -> [SMPPAction] {
        session.submit(message, id: SubmissionID(reference: reference), at: now)
    }

    mutating func wait(_ milliseconds: Int64) -> [SMPPAction] {
        self.milliseconds += milliseconds
        return session.tick(at: now)
    }
}

extension [SMPPAction] {
    /// The PDUs that are sent.
    var sent: [PDU] {
        compactMap { action in
            guard case .send(let octets) = action else { return nil }
            // What a session cannot write itself does not count as sent, and the test misses it.
            return try? PDU(decoding: octets)
        }
    }

    /// The actions without the wishes to be woken.
    var withoutWakes: [SMPPAction] {
        filter { action in
            if case .wake = action { false } else { true }
        }
    }

    /// The actions that neither send nor wish to be woken.
    var told: [SMPPAction] {
        withoutWakes.filter { action in
            if case .send = action { false } else { true }
        }
    }

    /// The moments of the wishes to be woken.
    var wakes: [Int64] {
        compactMap { action in
            guard case .wake(let moment) = action else { return nil }
            return moment.milliseconds
        }
    }
}

extension SMPPAction {
    static func settled(_ reference: Int64, _ outcome: SubmitOutcome) -> SMPPAction {
        .settled(SubmissionID(reference: reference), outcome)
    }

    static func settledLate(_ reference: Int64, _ outcome: SubmitOutcome) -> SMPPAction {
        .settledLate(SubmissionID(reference: reference), outcome)
    }

    static func notTaken(_ reference: Int64, _ reason: NotTakenReason) -> SMPPAction {
        .notTaken(SubmissionID(reference: reference), reason)
    }
}
