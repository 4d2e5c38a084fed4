import DossierEngine
import Synchronization
import WorkingCalendar

/// A gateway that answers as a test says, and remembers what it was sent.
final class ScriptedGateway: SMSGateway {
    let name: String
    let sendsAccents: Bool
    let maximumSegments: Int
    let window: Int
    private let state: Mutex<(answers: [SMSAnswer], submissions: [SMSSubmission])>
    private let held = Mutex<(isHolding: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    /// Answers in this order, and then accepts without a reference.
    init(
        _ name: String,
        _ answers: [SMSAnswer] = [],
        sendsAccents: Bool = false,
        maximumSegments: Int = 255,
        window: Int = 50
    ) {
        self.name = name
        self.maximumSegments = maximumSegments
        self.window = window
        self.sendsAccents = sendsAccents
        state = Mutex((answers, []))
    }

    var submissions: [SMSSubmission] { state.withLock { $0.submissions } }

    /// Whether it keeps its answers back until this is set to false.
    var holdsBack: Bool {
        get { held.withLock { $0.isHolding } }
        set {
            let waiting = held.withLock { held in
                held.isHolding = newValue
                defer { if !newValue { held.waiting = [] } }
                return newValue ? [] : held.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    func send(_ submission: SMSSubmission) async -> SMSAnswer {
        state.withLock { $0.submissions.append(submission) }
        await withCheckedContinuation { continuation in
            let isHeld = held.withLock { held in
                if held.isHolding { held.waiting.append(continuation) }
                return held.isHolding
            }
            if !isHeld { continuation.resume() }
        }
        return state.withLock { state in
            state.answers.isEmpty ? .accepted(providerReference: nil) : state.answers.removeFirst()
        }
    }

    func condition() async -> GatewayCondition { GatewayCondition(state: .up) }
}

/// A clock that a test moves.
final class MovableClock: WallClock {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) { self.instant = Mutex(instant) }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}
