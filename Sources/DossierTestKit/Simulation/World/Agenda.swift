import DossierDomain
import DossierEngine
import WorkingCalendar

/// Something that somebody in the district is about to do.
enum Undertaking: Sendable {
    /// An act of the run happens.
    case act(SimulatedAct)
    /// An officer is done with a step.
    case finish(UnitPlace, officer: Int, Job)
    /// A unit looks for work.
    case look(UnitPlace)
    /// Somebody decides about a dossier.
    case decide(StreamID, SimulatedDecision)
    /// A request whose answer never came is sent again.
    case resend(SimulatedRequest)
    /// The machine is started.
    case start
    /// The gateway is well again.
    case gatewayRecovers
}

/// A step of a dossier as a unit's work.
struct Job: Hashable, Sendable {
    let dossier: StreamID
    let step: StepID
}

/// What somebody decides about a dossier.
enum SimulatedDecision: Hashable, Sendable {
    /// The desk looks at an online dossier.
    case accept
    /// The citizen brings what was missing.
    case receiveSupplement
    /// The citizen has paid.
    case confirmPayment
    /// The citizen fetches the result.
    case collect
    /// A head apologises; so many tries were made.
    case apologise(tries: Int)
    /// The leader lets a step be finished late without an apology.
    case override(StepID)
    /// A head names an officer.
    case assign(StepID)
}

/// What is to be done, earliest first and among equals first come first (a binary heap).
struct Agenda {
    private struct Entry {
        let at: Instant
        let order: Int
        let undertaking: Undertaking

        func isBefore(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
    }

    private var heap: [Entry] = []
    private var count = 0

    /// When the first undertaking is due; nil if there is none.
    var nextAt: Instant? { heap.first?.at }

    /// Adds an undertaking.
    mutating func add(_ undertaking: Undertaking, at: Instant) {
        heap.append(Entry(at: at, order: count, undertaking: undertaking))
        count += 1
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first undertaking; nil if there is none.
    mutating func take() -> Undertaking? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.undertaking }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            guard least != parent else { return first.undertaking }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
