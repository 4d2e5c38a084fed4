extension SMPPSession {
    /// Asks the caller to close, after everything open is settled.
    mutating func close(_ reason: CloseReason) -> [SMPPAction] {
        state = .closing
        enquiry = nil
        openDeliveries = [:]
        return abandonSubmits() + [.close(reason)]
    }

    mutating func abandonSubmits() -> [SMPPAction] {
        window.abandon().map { .settled($0, .unknown(.disconnected)) }
    }

    /// Sends the unbind once nothing is open any more, or once the time for that is up.
    mutating func unbindIfDrained() -> [SMPPAction] {
        guard case .draining(let deadline) = state else { return [] }
        guard now >= deadline || window.waiting.isEmpty && openDeliveries.isEmpty else { return [] }
        let sequenceNumber = nextSequenceNumber()
        state = .unbinding(
            sequenceNumber: sequenceNumber,
            deadline: now.advanced(byMilliseconds: settings.unbindTimeoutMilliseconds)
        )
        return send(.unbind, sequenceNumber)
    }

    mutating func nextSequenceNumber() -> UInt32 {
        sequenceNumbers.next { [window, enquiry] number in
            window.contains(number) || enquiry?.sequenceNumber == number
        }
    }

    /// Writes a PDU of the session itself, whose fields are all known to fit.
    func send(_ body: PDU.Body, _ sequenceNumber: UInt32, status: CommandStatus = .ok) -> [SMPPAction] {
        // The bind was written once when the settings were made, and nothing else here has a field of free length.
        guard let octets = try? PDU(body, sequenceNumber: sequenceNumber, status: status).encoded() else { return [] }
        return [.send(octets)]
    }
}
