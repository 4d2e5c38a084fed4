import DossierDomain
import DossierEngine
import WorkingCalendar

/// A dossier's events (lịch sử hồ sơ) as staff read them, each with its hash.
struct HistoryText: Sendable {
    private let regime: Regime

    /// Creates the text by the regime that the dossier keeps.
    init(regime: Regime) { self.regime = regime }

    /// Writes one event.
    func write(_ entry: HistoryEntry, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", entry.link.position)
            writer.member("at", entry.event.at.iso8601)
            writer.key("by")
            writer.object { writer in
                writer.member("kind", entry.event.by.kindName)
                writer.member("username", entry.username)
                if case .key(let id) = entry.event.by { writer.member("key", id.number) }
                if let capacity = entry.event.capacity {
                    writer.key("capacity")
                    writer.object { writer in
                        writer.member("kind", capacity.kind.rawValue)
                        PlaceText.writeMembers(of: capacity.place, to: &writer)
                    }
                }
            }
            writer.member("type", entry.event.fact.typeName)
            if let plannedAt = entry.event.plannedAt {
                writer.member("plannedAt", plannedAt.iso8601)
                writer.member("lateSeconds", entry.event.at.wholeSeconds - plannedAt.wholeSeconds)
            }
            writer.key("status")
            if let status = entry.event.lastStatus {
                StatusText.write(status, in: regime, to: &writer)
            } else {
                writer.null()
            }
            writer.key("details")
            writer.object { writeDetails(of: entry, to: &$0) }
            writer.member("hash", entry.hash.hexadecimal)
            writer.member("previousHash", entry.link.previous.hexadecimal)
        }
    }

    private func writeDetails(of entry: HistoryEntry, to writer: inout JSONWriter) {
        writeFact(of: entry, to: &writer)
        if let wanted = entry.event.wishForTexts { writer.member("notifyBySMS", wanted) }
        if let change = entry.event.dueDateChange {
            writer.member("oldDueAt", change.old?.iso8601)
            writer.member("newDueAt", change.new.iso8601)
            writer.member("dueDateCause", change.cause.rawValue)
        }
    }

    private func writeFact(of entry: HistoryEntry, to writer: inout JSONWriter) {
        let texts = entry.texts
        switch entry.event.fact {
        case .registered(let registration): writeImport(of: registration, to: &writer)
        case .accepted, .pinRenewed, .becameOverdue: break
        case .refused, .withdrawn, .stopped, .voided: writeReason(texts, to: &writer)
        case .apologised(_, let isTooLate):
            writeReason(texts, to: &writer)
            writer.member("tooLate", isTooLate)
        case .stepCompleted(let completion): write(completion, of: entry, to: &writer)
        case .stepReturned(let from, let to, _):
            writer.member("stepId", from.rawValue)
            writer.member("toStepId", to.rawValue)
            writeReason(texts, to: &writer)
        case .assigned(let step, _):
            writer.member("stepId", step.rawValue)
            if let assignee = entry.assignee { writer.member("assignee", assignee) }
        case .supplementRequested:
            writeReason(texts, to: &writer)
            writer.key("items")
            writer.array(of: texts?.items ?? []) { $0.value($1) }
        case .supplementReceived:
            writer.key("documents")
            SheetText.write(texts?.documents ?? [], to: &writer)
        case .paymentRequested(let amount, _):
            writer.member("amountInDong", amount)
            writeReason(texts, to: &writer)
        case .paymentConfirmed: if let reference = texts?.reference { writer.member("reference", reference) }
        case .handedOver: if let receivedBy = texts?.receivedBy { writer.member("receivedBy", receivedBy) }
        case .corrected(let fields, _, _):
            writer.key("fields")
            writer.array(of: fields) { $0.value($1) }
            writeReason(texts, to: &writer)
        case .stepBecameOverdue(let step): writer.member("stepId", step.rawValue)
        case .warned(let rung, let step):
            writer.member("rung", rung.rawValue)
            if let step { writer.member("stepId", step.rawValue) }
        case .rescheduled(let ground): RescheduleText.write(ground, to: &writer)
        case .transferred(let transfer):
            writer.member("fromCommune", transfer.from.rawValue)
            writer.member("toCommune", transfer.to.rawValue)
        }
    }

    /// When a row of an older register was taken over, and what fires no more because it lay in the past then.
    private func writeImport(of registration: Registration, to writer: inout JSONWriter) {
        guard let importedAt = registration.importedAt else { return }
        writer.member("importedAt", importedAt.iso8601)
        writer.key("skippedRungs")
        writer.array(of: registration.skippedRungs) { writer, rung in
            writer.object { writer in
                writer.member("kind", rung.kindName)
                writer.member("rung", rung.warning?.rawValue)
                writer.member("stepId", rung.step?.rawValue)
            }
        }
    }

    private func write(_ completion: StepCompletion, of entry: HistoryEntry, to writer: inout JSONWriter) {
        writer.member("stepId", completion.step.rawValue)
        if let outcome = completion.outcome { writer.member("outcome", outcome) }
        if let note = entry.texts?.note { writer.member("note", note) }
        if let result = completion.result {
            writer.key("result")
            RequestText.write(result.kind, number: entry.texts?.number, reason: entry.texts?.reason, &writer)
        }
        if let reason = entry.overrideReason { writer.member("reason", reason) }
    }

    private func writeReason(_ texts: TypedTexts?, to writer: inout JSONWriter) {
        if let reason = texts?.reason { writer.member("reason", reason) }
    }
}

extension Initiator {
    /// The kind of whoever caused an event, as the history names it.
    var kindName: String {
        switch self {
        case .account: "account"
        case .key: "key"
        case .timer: "timer"
        case .importer: "importer"
        case .program: "program"
        }
    }
}

extension Rung {
    /// The kind, as notices of it have it.
    fileprivate var kindName: String {
        switch self {
        case .filingWarning: "filingWarning"
        case .dossierWarning: "dossierWarning"
        case .dossierOverdue: "dossierOverdue"
        case .stepWarning: "stepWarning"
        case .stepOverdue: "stepOverdue"
        }
    }

    /// The warning's name in its ladder; nil where a due moment has passed.
    fileprivate var warning: RungID? {
        switch self {
        case .filingWarning(let id), .dossierWarning(let id), .stepWarning(let id, _): id
        case .dossierOverdue, .stepOverdue: nil
        }
    }
}

extension DossierEvent {
    /// The status that the event led to; nil if it changed none.
    fileprivate var lastStatus: Status? {
        for effect in effects.reversed() { if case .status(let status) = effect { return status } }
        return nil
    }

    /// Whether texts are wanted from the event on; nil if it changed nothing of that.
    fileprivate var wishForTexts: Bool? {
        for effect in effects { if case .textsWanted(let wanted) = effect { return wanted } }
        return nil
    }

    /// The change of the appointment, if the event made one.
    fileprivate var dueDateChange: (old: Instant?, new: Instant, cause: DueDateCause)? {
        for effect in effects.reversed() {
            if case .dueDate(let old, let new, let cause) = effect { return (old, new, cause) }
        }
        return nil
    }
}
