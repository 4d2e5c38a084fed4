import DossierDomain
import WorkingCalendar

/// Writes what happened to a dossier, all of it in one transaction: event, state, timers, texts.
struct DossierRecorder: Sendable {
    private let rules: Rules
    private let digest: LateDigest

    init(rules: Rules) {
        self.rules = rules
        digest = LateDigest(rules: rules)
    }

    /// Records a dossier's first event.
    func recordFirst(
        _ event: DossierEvent,
        code: DossierCode,
        head: StreamHead,
        in transaction: any StoreTransaction
    ) throws -> Dossier {
        guard let dossier = Dossier(first: event) else {
            preconditionFailure("A dossier begins with its registration")
        }
        try append(event, stream: code.text, head: head, in: transaction)
        let row = DossierRow(of: dossier, id: head.id, rules: rules)
        try transaction.insert(row)
        if row.isLate { try digest.arm(at: dossier.registration.importedAt ?? event.at, in: transaction) }
        try sendTexts(event, dossier: dossier, id: head.id, in: transaction)
        return dossier
    }

    /// Records a later event.
    func record(
        _ event: DossierEvent,
        on dossier: Dossier,
        id: StreamID,
        in transaction: any StoreTransaction
    ) throws -> Dossier {
        let head = try transaction.head(of: id)
        guard head.count == dossier.version else {
            throw StoreError(.damaged, "dossier \(dossier.code) does not match its stream")
        }
        var changed = dossier
        changed.apply(event)
        try append(event, stream: dossier.code.text, head: head, in: transaction)
        let row = DossierRow(of: changed, id: id, rules: rules)
        try transaction.update(row)
        // Also when a dossier that was late before its clock stood still goes on.
        if row.isLate { try digest.arm(at: event.at, in: transaction) }
        try sendTexts(event, dossier: changed, id: id, in: transaction)
        return changed
    }

    private func append(
        _ event: DossierEvent,
        stream: String,
        head: StreamHead,
        in transaction: any StoreTransaction
    ) throws {
        let link = ChainLink(stream: stream, position: head.count + 1, previous: head.last)
        let bytes = EventCodec.encode(event, link: link)
        _ = try transaction.append(bytes, hash: Digest.of(bytes), to: head)
    }

    private func sendTexts(
        _ event: DossierEvent,
        dossier: Dossier,
        id: StreamID,
        in transaction: any StoreTransaction
    ) throws {
        let ladder = rules.ladder(of: dossier.registration.procedure, under: dossier.registration.regime)
        guard let draft = OutboxDraft(telling: event, dossier: dossier, id: id, ladder: ladder) else { return }
        try transaction.enqueue(draft)
    }
}

/// Appends an event of a named stream.
func record(_ event: SystemEvent, to stream: SystemEvent.Stream, in transaction: any StoreTransaction) throws {
    let head = try transaction.head(of: stream)
    let link = ChainLink(stream: stream.rawValue, position: head.count + 1, previous: head.last)
    let bytes = EventCodec.encode(event, link: link)
    _ = try transaction.append(bytes, hash: Digest.of(bytes), to: head)
}
