/// The submits that wait for their answers, and those whose answers may still come late.
struct SubmitWindow: Sendable {
    /// The most submits that are remembered after their time-out.
    ///
    /// As many as the largest window: a peer that lost more than that is not going to answer the oldest.
    static let maximumOverdue = 1000

    /// One submit on its way.
    struct Entry: Sendable {
        let sequenceNumber: UInt32
        let id: SubmissionID
        let deadline: SessionInstant
    }

    /// The unanswered submits in the order of sending, which is also the order of their deadlines.
    private(set) var waiting: [Entry] = []
    /// The submits that timed out, oldest first.
    private(set) var overdue: [Entry] = []

    /// Whether this sequence number may not be used anew.
    func contains(_ sequenceNumber: UInt32) -> Bool {
        waiting.contains { $0.sequenceNumber == sequenceNumber }
            || overdue.contains { $0.sequenceNumber == sequenceNumber }
    }

    /// Whether a submit of this name is unanswered.
    func contains(_ id: SubmissionID) -> Bool {
        waiting.contains { $0.id == id }
    }

    mutating func add(_ entry: Entry) {
        waiting.append(entry)
    }

    /// Takes out the submit that an answer is for; nil if there is none.
    mutating func answered(_ sequenceNumber: UInt32) -> (id: SubmissionID, isLate: Bool)? {
        if let index = waiting.firstIndex(where: { $0.sequenceNumber == sequenceNumber }) {
            return (waiting.remove(at: index).id, false)
        }
        if let index = overdue.firstIndex(where: { $0.sequenceNumber == sequenceNumber }) {
            return (overdue.remove(at: index).id, true)
        }
        return nil
    }

    /// Moves the submits whose time is up to the overdue ones and gives their names.
    mutating func timeOut(at now: SessionInstant) -> [SubmissionID] {
        let expired = waiting.prefix { $0.deadline <= now }
        waiting.removeFirst(expired.count)
        overdue.append(contentsOf: expired)
        overdue.removeFirst(max(0, overdue.count - Self.maximumOverdue))
        return expired.map(\.id)
    }

    /// Forgets everything, for no answer can come any more, and gives the names of the unanswered submits.
    mutating func abandon() -> [SubmissionID] {
        let ids = waiting.map(\.id)
        waiting = []
        overdue = []
        return ids
    }
}
