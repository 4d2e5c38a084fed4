import DossierEngine
import Synchronization
import WorkingCalendar

/// A gateway that answers as a test says, and remembers what it was sent.
final class ScriptedGateway: SMSGateway {
    let name: String
    let sendsAccents: Bool
    private let state: Mutex<(answers: [SMSAnswer], submissions: [SMSSubmission])>

    /// Answers in this order, and then accepts without a reference.
    init(_ name: String, _ answers: [SMSAnswer] = [], sendsAccents: Bool = false) {
        self.name = name
        self.sendsAccents = sendsAccents
        state = Mutex((answers, []))
    }

    var submissions: [SMSSubmission] { state.withLock { $0.submissions } }

    func send(_ submission: SMSSubmission) async -> SMSAnswer {
        state.withLock { state in
            state.submissions.append(submission)
            return state.answers.isEmpty ? .accepted(providerReference: nil) : state.answers.removeFirst()
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
