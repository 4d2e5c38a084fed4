import DossierDomain
import DossierEngine
import Synchronization
import WorkingCalendar

/// A mistake made on purpose (lỗi gài), by which the simulation is tried: each breaks an invariant that must notice it.
public enum Sabotage: String, CaseIterable, Sendable {
    /// A rung that has fired stays in the stored state.
    case fireTwice
    /// The timers run ten minutes ahead of the clock.
    case fireEarly
    /// The look for due timers leaves one dossier out.
    case overlookTimer
    /// A dossier is saved without its timer.
    case forgetTimer
    /// Of two rungs that are due the later fires first.
    case swapRungs
    /// A warning fires right after its clock has stopped.
    case fireWhilePaused
    /// A clock that goes on again gets an hour too much.
    case resumeWrongly
    /// A warning is planned a minute too late.
    case planWrongly
    /// A dossier filed online is taken without the warnings of its wait for the desk.
    case leaveUnwatched
    /// A clock that stops keeps an hour too much.
    case stopWrongly
    /// A step ends and the next does not begin.
    case holdByNobody
    /// Somebody of another commune is taken for a head of the dossier's own unit.
    case mistakeCommune
    /// An old state is saved with a new event.
    case saveOldState
    /// An event is dated a second back.
    case backdate
    /// With the calendar an appointment moves an hour too far.
    case moveWrongly
    /// With the calendar some dossiers stay behind.
    case leaveBehind
    /// A notice is not made.
    case loseNotice
    /// A notice goes to somebody else.
    case misdirectNotice
    /// The digest's timer is taken away.
    case loseDigest
    /// A digest is made twice.
    case doubleDigest
    /// A text is caused twice.
    case doubleText
    /// A text is not kept in the outbox.
    case loseText
    /// A text that the gateway took is queued again.
    case sendAgain
    /// A serial is left out.
    case skipSerial
    /// A request's key is not remembered.
    case forgetKey
    /// A change that was answered is not on the disk.
    case loseCommit
    /// A digit of a stored state of the past is changed.
    case spoilState
    /// The store gives no serial, though nothing is wrong.
    case refuseSerial
    /// A ledger overlooks that the dossier's clock stopped.
    case overlookStop

    /// The invariants of which one must notice it first.
    public var isNoticedBy: Set<Invariant> {
        switch self {
        case .fireTwice: [.firedOnce]
        case .fireEarly: [.neverEarly]
        case .overlookTimer: [.neverMissed]
        case .forgetTimer: [.timersStand]
        case .swapRungs: [.inOrder]
        case .fireWhilePaused: [.causeLives]
        case .resumeWrongly, .planWrongly, .leaveUnwatched, .moveWrongly: [.instantsAgree]
        case .leaveBehind: [.promiseStands]
        case .stopWrongly: [.pausedStands]
        case .holdByNobody: [.somebodyHolds]
        case .mistakeCommune: [.communesKeepApart]
        case .saveOldState: [.stateIsFold]
        case .backdate: [.historyHolds]
        case .loseNotice, .misdirectNotice: [.noticesReach]
        case .loseDigest, .doubleDigest: [.digestComes]
        case .doubleText: [.textHasCause]
        case .loseText, .sendAgain: [.textedOnce]
        case .skipSerial: [.codesGapless]
        case .forgetKey: [.repeatsHarmless]
        case .refuseSerial: [.serviceAnswers]
        case .overlookStop: [.ledgerAddsUp]
        // Which one depends on what was in the change.
        case .loseCommit: [.historyHolds, .serviceAnswers, .timersStand]
        // Somebody may ask for the dossier before all is looked over.
        case .spoilState: [.storeIsWhole, .stateIsFold]
        }
    }

    /// Whether it is done between the auditor and the disk, unseen by him, or between the program and the auditor.
    var isUnderneath: Bool {
        switch self {
        case .fireTwice, .overlookTimer, .forgetTimer, .loseText, .sendAgain, .loseCommit, .spoilState: true
        case .fireEarly, .swapRungs, .fireWhilePaused, .resumeWrongly, .planWrongly, .leaveUnwatched, .stopWrongly,
            .holdByNobody, .saveOldState, .backdate, .moveWrongly, .leaveBehind, .loseNotice, .misdirectNotice,
            .loseDigest, .doubleDigest, .doubleText, .skipSerial, .forgetKey, .refuseSerial, .overlookStop,
            .mistakeCommune:
            false
        }
    }
}

/// Carries a sabotage out, now and then when there is an opportunity (kẻ phá).
final class Saboteur: Sendable {
    /// One in so many opportunities is used, so that it is not always the first thing that happens.
    private static let opportunities = 4

    private struct State {
        var count = 0
        var rewritten: [StreamID: DossierEvent] = [:]
    }

    let sabotage: Sabotage
    private let state = Mutex(State())

    init(_ sabotage: Sabotage) { self.sabotage = sabotage }

    /// By how much the timers' clock is ahead.
    var timerLeadMilliseconds: Int64 { sabotage == .fireEarly ? 600_000 : 0 }

    /// The store as the auditor's store sees it.
    func underneath(_ store: any DossierStore) -> any DossierStore {
        sabotage.isUnderneath ? SpoiltStore(base: store, saboteur: self) : store
    }

    /// The store as the program sees it.
    func above(_ store: any DossierStore) -> any DossierStore {
        sabotage.isUnderneath ? store : SpoiltStore(base: store, saboteur: self)
    }

    /// Whether an opportunity for a sabotage is used.
    func strikes(_ wanted: Sabotage) -> Bool {
        guard wanted == sabotage else { return false }
        return state.withLock { state in
            state.count += 1
            return state.count % Self.opportunities == 0
        }
    }

    /// The events of a dossier as its ledger is told them.
    func told(_ events: [DossierEvent]) -> [DossierEvent] {
        events.map { event in
            guard event.effects.contains(where: \.stopsClock), strikes(.overlookStop) else { return event }
            let effects = event.effects.filter { !$0.stopsClock }
            return DossierEvent(at: event.at, by: event.by, fact: event.fact, effects: effects)
        }
    }

    /// Remembers that an event was written otherwise.
    func remember(_ event: DossierEvent, of id: StreamID) { state.withLock { $0.rewritten[id] = event } }

    /// What was written of a dossier instead of its last event; nil if nothing else was.
    func takeRewritten(of id: StreamID) -> DossierEvent? { state.withLock { $0.rewritten.removeValue(forKey: id) } }
}

extension DossierEffect {
    /// Whether the dossier's own clock stops by it.
    fileprivate var stopsClock: Bool {
        if case .clockStopped = self { true } else { false }
    }
}

/// A store that a saboteur stands before.
private struct SpoiltStore: ForwardingStore {
    let base: any DossierStore
    let saboteur: Saboteur

    /// Carries the answer of a change out of its transaction, which is thereby undone.
    private struct Undone<Result: Sendable>: Error {
        let result: Result
    }

    func transact<Result: Sendable>(
        _ change: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let isLost = saboteur.strikes(.loseCommit)
        do {
            return try await base.transact { [saboteur] transaction in
                let result = try change(SpoiltTransaction(base: transaction, saboteur: saboteur))
                if isLost { throw Undone(result: result) }
                return result
            }
        } catch let undone as Undone<Result> {
            return undone.result
        }
    }
}
