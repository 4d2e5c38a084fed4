import DossierEngine
import SMSText
import Synchronization
import WorkingCalendar

/// How a gateway fares for a while (tình trạng cổng SMS).
enum GatewayMood: String, CaseIterable, Sendable {
    /// Takes every text.
    case fine
    /// Most texts may come again later.
    case busy
    /// Many answers get lost, and half of those texts were taken all the same.
    case silent
    /// Some numbers are refused for good.
    case strict
}

/// One submission of a text, with what became of it.
struct GatewaySubmission: Hashable, Sendable {
    let reference: Int64
    let to: PhoneNumber
    let text: String
    let answer: SMSAnswer
    /// Whether the phone received it, whatever the answer says.
    let isTaken: Bool
}

/// An operator's gateway (cổng SMS giả lập) that fails as real ones do, the same way in each run of a seed.
///
/// The answer depends on the seed, the text and how often it came, never on the order in which texts come.
final class SimulatedGateway: SMSGateway {
    let name = "simulated"
    let sendsAccents = false
    let window = 50

    private struct State {
        var mood = GatewayMood.fine
        var cutsPowerAtNextText = false
        var attempts: [Int64: Int] = [:]
        var submissions: [GatewaySubmission] = []
    }

    private let seed: UInt64
    private let power: PowerSwitch
    private let state = Mutex(State())

    init(seed: UInt64, power: PowerSwitch) {
        self.seed = seed
        self.power = power
    }

    func condition() async -> GatewayCondition { GatewayCondition(state: .up) }

    /// Fares otherwise from now on.
    func set(_ mood: GatewayMood) { state.withLock { $0.mood = mood } }

    /// Lets the machine lose power between the next text's being taken and its answer's being noted.
    func cutPowerAtNextText() { state.withLock { $0.cutsPowerAtNextText = true } }

    /// Takes the submissions since the last time.
    func take() -> [GatewaySubmission] {
        state.withLock { state in
            defer { state.submissions = [] }
            return state.submissions
        }
    }

    func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let (answer, cutsPower) = state.withLock { state -> (SMSAnswer, Bool) in
            let attempt = state.attempts[submission.reference, default: 0]
            state.attempts[submission.reference] = attempt + 1
            var chance = SeededGenerator(seed: seed, UInt64(submission.reference), UInt64(attempt), 0x5135)
            let (answer, isTaken) = Self.answer(state.mood, &chance)
            state.submissions.append(
                GatewaySubmission(
                    reference: submission.reference,
                    to: submission.to,
                    text: submission.text,
                    answer: answer,
                    isTaken: isTaken
                )
            )
            defer { state.cutsPowerAtNextText = false }
            return (answer, state.cutsPowerAtNextText)
        }
        if cutsPower { power.cut() }
        return answer
    }

    private static func answer(_ mood: GatewayMood, _ chance: inout SeededGenerator) -> (SMSAnswer, isTaken: Bool) {
        let roll = chance.number(in: 0...99)
        let accepted = (SMSAnswer.accepted(providerReference: String(chance.next() >> 32)), isTaken: true)
        switch mood {
        case .fine: return accepted
        case .busy: return roll < 60 ? (.later(reason: "busy"), false) : accepted
        case .silent: return roll < 40 ? (.unknown(reason: "no answer"), roll < 20) : accepted
        case .strict: return roll < 15 ? (.rejected(reason: "barred"), false) : accepted
        }
    }
}
