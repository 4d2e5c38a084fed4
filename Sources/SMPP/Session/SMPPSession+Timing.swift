// SMPP v3.4, section 7.2 (timers).

extension SMPPSession {
    /// Says that time has passed; to be called when the last `wake` asks for it, but allowed at any moment.
    public mutating func tick(at moment: SessionInstant) -> [SMPPAction] {
        advance(to: moment)
        // A timer that fired a little early has used its wish up, so the wish is told anew.
        announcedWake = nil
        switch state {
        case .disconnected, .closing:
            return finished([])
        case .binding(_, let deadline):
            return finished(now >= deadline ? close(.bindTimedOut) : [])
        case .bound, .draining:
            return finished(timeOutSubmits() + watchLink() + unbindIfDrained())
        case .unbinding(_, let deadline):
            return finished(timeOutSubmits() + (now >= deadline ? close(.shutDown) : []))
        }
    }

    /// The moment at which something has to be done if nothing happens before; nil without a connection.
    var nextWake: SessionInstant? {
        switch state {
        case .disconnected, .closing: nil
        case .binding(_, let deadline): deadline
        case .bound: openWake
        case .draining(let deadline): min(deadline, openWake)
        case .unbinding(_, let deadline): min(deadline, window.waiting.first?.deadline ?? deadline)
        }
    }

    private var openWake: SessionInstant {
        let link = enquiry?.deadline ?? lastReceived.advanced(byMilliseconds: settings.enquireAfterMilliseconds)
        return min(link, window.waiting.first?.deadline ?? link)
    }

    private mutating func timeOutSubmits() -> [SMPPAction] {
        let ids = window.timeOut(at: now)
        counters.timeOuts &+= ids.count
        return ids.map { .settled($0, .unknown(.timedOut)) }
    }

    /// Enquires a silent link, and gives it up if it stays silent.
    private mutating func watchLink() -> [SMPPAction] {
        if let enquiry {
            return now >= enquiry.deadline ? close(.linkDead) : []
        }
        guard now.milliseconds(since: lastReceived) >= settings.enquireAfterMilliseconds else { return [] }
        let sequenceNumber = nextSequenceNumber()
        enquiry = Enquiry(
            sequenceNumber: sequenceNumber,
            deadline: now.advanced(byMilliseconds: settings.enquireTimeoutMilliseconds)
        )
        return send(.enquireLink, sequenceNumber)
    }
}
