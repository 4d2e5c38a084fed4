import DossierDomain
import WorkingCalendar

/// What one event of a dossier writes (bản ghi một sự kiện), worked out before anything is written.
struct DossierRecording: Sendable {
    /// The head of the stream behind which the event goes.
    let before: StreamHead
    /// When it happened.
    let at: Instant
    /// The canonical event.
    let bytes: [UInt8]
    /// The hash of the canonical event.
    let hash: Digest
    /// The dossier afterwards.
    let dossier: Dossier
    /// What the store keeps of the dossier afterwards.
    let row: DossierRow
    /// The text that the event is worth; nil if none.
    let text: OutboxDraft?

    /// The head of the stream afterwards.
    var after: StreamHead { StreamHead(id: before.id, count: before.count + 1, last: hash) }
}

/// Writes what happened to a dossier, all of it in one transaction: event, state, timers, texts.
struct DossierRecorder: Sendable {
    private let rules: Rules
    private let digest: LateDigest

    init(rules: Rules) {
        self.rules = rules
        digest = LateDigest(rules: rules)
    }

    /// Records a dossier's first event.
    func recordFirst(_ event: DossierEvent, head: StreamHead, in transaction: any StoreTransaction) throws -> Dossier {
        guard let dossier = Dossier(first: event) else {
            preconditionFailure("A dossier begins with its registration")
        }
        let recording = try recording(of: event, leadingTo: dossier, behind: head)
        _ = try transaction.append(recording.bytes, hash: recording.hash, to: head)
        try transaction.insert(recording.row)
        if recording.row.isLate { try digest.arm(at: dossier.registration.importedAt ?? event.at, in: transaction) }
        if let text = recording.text { try transaction.enqueue(text) }
        return dossier
    }

    /// Records a later event.
    func record(
        _ event: DossierEvent,
        on dossier: Dossier,
        id: StreamID,
        in transaction: any StoreTransaction
    ) throws -> Dossier {
        let recording = try recording(of: event, on: dossier, behind: transaction.head(of: id))
        try write(recording, in: transaction)
        return recording.dossier
    }

    /// Works out what a later event writes; nothing is read or written.
    ///
    /// - Throws: ``StoreError`` if the dossier is not as its stream left it, or its version of its procedure cannot be
    ///   read.
    func recording(
        of event: DossierEvent,
        on dossier: Dossier,
        behind head: StreamHead
    ) throws(StoreError) -> DossierRecording {
        guard head.count == dossier.version else {
            throw StoreError(.damaged, "dossier \(dossier.code) does not match its stream")
        }
        var changed = dossier
        changed.apply(event)
        return try recording(of: event, leadingTo: changed, behind: head)
    }

    /// Writes what was worked out, in a transaction in which the stream still has the head of before.
    func write(_ recording: DossierRecording, in transaction: any StoreTransaction) throws {
        _ = try transaction.append(recording.bytes, hash: recording.hash, to: recording.before)
        try transaction.update(recording.row)
        // Also when a dossier that was late before its clock stood still goes on.
        if recording.row.isLate { try digest.arm(at: recording.at, in: transaction) }
        if let text = recording.text { try transaction.enqueue(text) }
    }

    private func recording(
        of event: DossierEvent,
        leadingTo dossier: Dossier,
        behind head: StreamHead
    ) throws(StoreError) -> DossierRecording {
        let link = ChainLink(stream: dossier.code.text, position: head.count + 1, previous: head.last)
        let bytes = EventCodec.encode(event, link: link)
        let ladder = try rules.ladder(of: dossier.registration.procedure, under: dossier.registration.regime)
        return DossierRecording(
            before: head,
            at: event.at,
            bytes: bytes,
            hash: Digest.of(bytes),
            dossier: dossier,
            row: try DossierRow(of: dossier, id: head.id, rules: rules),
            text: OutboxDraft(telling: event, dossier: dossier, id: head.id, ladder: ladder)
        )
    }
}

/// Appends an event of a named stream.
func record(_ event: SystemEvent, to stream: SystemEvent.Stream, in transaction: any StoreTransaction) throws {
    let head = try transaction.head(of: stream)
    let link = ChainLink(stream: stream.rawValue, position: head.count + 1, previous: head.last)
    let bytes = EventCodec.encode(event, link: link)
    _ = try transaction.append(bytes, hash: Digest.of(bytes), to: head)
}
