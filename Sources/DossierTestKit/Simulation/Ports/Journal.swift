import DossierDomain
import DossierEngine
import Synchronization
import WorkingCalendar

/// One thing that a committed change did, as the auditor sees it.
enum JournalEntry: Sendable {
    /// An event was appended to a dossier's stream.
    case event(bytes: [UInt8], hash: Digest, head: StreamHead)
    /// An event was appended to a named stream.
    case systemEvent
    /// A dossier was saved, new or changed.
    case row(DossierRow)
    /// A text was queued.
    case draft(OutboxDraft)
    /// A notice was added.
    case notice(Notice)
    /// The timer of the digest was set or taken away.
    case digest(Instant?)
    /// Another calendar was entered as in force.
    case calendar(String)
    /// A text was handed to a gateway.
    case sending(number: Int64, leaseUntil: Instant)
    /// What became of a try is noted.
    case outcome(number: Int64, MessageOutcome)
    /// Leases that ended were noted as unknown.
    case leases(endedBy: Instant, count: Int)
}

/// What committed changes did (sổ theo dõi của mô phỏng), kept until the auditor takes it.
///
/// It is bounded by what one step of the simulation can do; the world empties it after each.
final class Journal: Sendable {
    private struct State {
        var changes: [[JournalEntry]] = []
        var messages: [Int64: OutboxMessage] = [:]
    }

    private let state = Mutex(State())

    /// Keeps what one committed change did.
    func add(_ entries: [JournalEntry]) {
        guard !entries.isEmpty else { return }
        state.withLock { $0.changes.append(entries) }
    }

    /// Learns the numbers of texts from what the store told the relay.
    func learn(_ messages: [OutboxMessage]) {
        state.withLock { state in for message in messages { state.messages[message.number] = message } }
    }

    /// Takes everything kept so far: changes in the order of their commits, and the texts told since the last time.
    func take() -> (changes: [[JournalEntry]], messages: [OutboxMessage]) {
        state.withLock { state in
            defer { state = State() }
            return (state.changes, state.messages.values.sorted { $0.number < $1.number })
        }
    }
}

/// A store whose committed changes are written down.
struct WatchedStore: ForwardingStore {
    let base: any DossierStore
    let journal: Journal

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let (result, entries) = try await base.transact { transaction in
            let notes = ChangeNotes()
            let result = try change(WatchedTransaction(base: transaction, notes: notes))
            return (result, notes.entries)
        }
        journal.add(entries)
        return result
    }

    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read { [journal] in try query(WatchedSnapshot(snapshot: $0, journal: journal)) }
    }
}

/// What one change has done so far; lives inside the change.
private final class ChangeNotes {
    var entries: [JournalEntry] = []
    var namedStreams: Set<StreamID> = []
}

private struct WatchedSnapshot: ForwardingSnapshot {
    let snapshot: any StoreSnapshot
    let journal: Journal

    func sendableMessages(at machineNow: Instant, limit: Int) throws -> [OutboxMessage] {
        let messages = try snapshot.sendableMessages(at: machineNow, limit: limit)
        journal.learn(messages)
        return messages
    }
}

private struct WatchedTransaction: ForwardingTransaction {
    let base: any StoreTransaction
    let notes: ChangeNotes

    func head(of stream: SystemEvent.Stream) throws -> StreamHead {
        let head = try base.head(of: stream)
        notes.namedStreams.insert(head.id)
        return head
    }

    func append(_ event: [UInt8], hash: Digest, to head: StreamHead) throws -> StreamHead {
        let isNamed = notes.namedStreams.contains(head.id)
        notes.entries.append(isNamed ? .systemEvent : .event(bytes: event, hash: hash, head: head))
        return try base.append(event, hash: hash, to: head)
    }

    func insert(_ row: DossierRow) throws {
        notes.entries.append(.row(row))
        try base.insert(row)
    }

    func update(_ row: DossierRow) throws {
        notes.entries.append(.row(row))
        try base.update(row)
    }

    func enqueue(_ draft: OutboxDraft) throws {
        notes.entries.append(.draft(draft))
        try base.enqueue(draft)
    }

    func insert(_ notice: Notice) throws {
        notes.entries.append(.notice(notice))
        try base.insert(notice)
    }

    func set(_ timer: ServiceTimer, to fireAt: Instant?) throws {
        switch timer {
        case .lateDigest: notes.entries.append(.digest(fireAt))
        }
        try base.set(timer, to: fireAt)
    }

    func set(_ name: InstallationSetting, to value: String) throws {
        if name == .calendarInForce { notes.entries.append(.calendar(value)) }
        try base.set(name, to: value)
    }

    func startSending(_ number: Int64, gateway: String, leaseUntil: Instant) throws -> Bool {
        let isOurs = try base.startSending(number, gateway: gateway, leaseUntil: leaseUntil)
        if isOurs { notes.entries.append(.sending(number: number, leaseUntil: leaseUntil)) }
        return isOurs
    }

    func finishSending(_ number: Int64, outcome: MessageOutcome) throws {
        try base.finishSending(number, outcome: outcome)
        notes.entries.append(.outcome(number: number, outcome))
    }

    func expireLeases(at machineNow: Instant) throws -> Int {
        let count = try base.expireLeases(at: machineNow)
        notes.entries.append(.leases(endedBy: machineNow, count: count))
        return count
    }
}
