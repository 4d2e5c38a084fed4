import DossierDomain
import WorkingCalendar

/// The check of texts to applicants (kiểm tra tin nhắn) against the events that cause them.
///
/// What became of a text is told by gateways and stands in no event; that it was queued, and what it tells, follows
/// from the history.
struct TextCheck {
    private static let pageSize = 500
    private var causes: [Int: Cause] = [:]
    private var repeated = 0

    /// What a dossier's event is worth.
    private struct Cause {
        let draft: OutboxDraft
        /// Whether the text must be there.
        ///
        /// Whether an applicant is told that his appointment has passed is said by the ladder of then, and an older
        /// program did not tell him of an earlier date.
        let isRequired: Bool
    }

    /// Takes an event of the dossier at hand.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - dossier: The dossier after it.
    ///   - id: Its stream.
    mutating func take(_ event: DossierEvent, of dossier: Dossier, _ id: StreamID) {
        guard let draft = OutboxDraft(telling: event, dossier: dossier, id: id, tellsOverdue: true) else { return }
        let isRequired =
            switch draft.kind {
            case .overdue: false
            case .rescheduled: event.effects.contains(where: \.movesDueDateLater)
            case .received, .resumed, .supplementNeeded, .paymentDue, .resultReady, .resultDenied, .refused, .stopped,
                .withdrawn, .apology:
                true
            }
        causes[draft.position] = Cause(draft: draft, isRequired: isRequired)
    }

    /// Forgets the dossier at hand.
    mutating func beginDossier() { causes.removeAll(keepingCapacity: true) }

    /// What is wrong with the texts of the dossier at hand, each defect told once.
    ///
    /// - Parameters:
    ///   - code: The dossier.
    ///   - id: Its stream.
    ///   - inspection: The store.
    ///   - tell: Takes a defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func check(
        _ code: DossierCode,
        _ id: StreamID,
        in inspection: any StoreInspection,
        _ tell: (String) -> Void
    ) throws {
        var missing = Set(causes.values.filter(\.isRequired).map(\.draft.position))
        try walkPages(of: Self.pageSize) { last in
            try inspection.messages(MessageFilter(dossier: id), before: last?.number, limit: Self.pageSize)
        } take: { text in
            guard let cause = causes[text.draft.position], cause.draft.kind == text.draft.kind else {
                return tell("\(code): text \(text.number): no event is its cause")
            }
            if text.resend == 0 { missing.remove(text.draft.position) }
            if !text.tells(cause.draft) { tell("\(code): text \(text.number): it differs from what its event says") }
        }
        for position in missing.sorted() { tell("\(code): the text that event \(position) caused is missing") }
    }

    /// Takes an event of the stream of messages.
    ///
    /// - Parameters:
    ///   - bytes: The event.
    ///   - inspection: The store.
    /// - Returns: What is wrong, in words; nil if nothing is.
    /// - Throws: ``StoreError`` if the store cannot be read.
    mutating func takeRepetition(_ bytes: [UInt8], in inspection: any StoreInspection) throws -> String? {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), event["type"]?.string == SystemEvent.messageSentAgain else {
            return nil
        }
        repeated += 1
        let number = event["new"]?.string.flatMap { Int64($0) }
        guard let text = try number.flatMap({ try inspection.message($0) }), text.resend > 0,
            text.draft.createdAt.milliseconds == event["at"]?.integer
        else { return "messages: text \(number ?? 0), which was sent again, is missing or another" }
        return nil
    }

    /// What is wrong with the texts that were sent again beside those of events; nil if nothing is.
    func checkEnd(in inspection: any StoreInspection) throws -> String? {
        let count = try inspection.repeatedTextCount()
        return count == repeated ? nil : "messages: \(count) texts were sent again, the history tells of \(repeated)"
    }
}

extension OutboxMessage {
    /// Whether it tells what its cause is worth; one that was sent again was made later.
    fileprivate func tells(_ cause: OutboxDraft) -> Bool {
        draft.dossier == cause.dossier && draft.dueAt == cause.dueAt && draft.amountInDong == cause.amountInDong
            && draft.quotes == cause.quotes && (resend > 0 || draft.createdAt == cause.createdAt)
    }
}

extension DossierEffect {
    fileprivate var movesDueDateLater: Bool {
        if case .dueDate(let old?, let new, _) = self { new > old } else { false }
    }
}
