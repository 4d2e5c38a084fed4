import Synchronization

/// Something that a clerk asks for, with the key by which he may ask again.
struct CrashCommand: Sendable {
    enum Aim: Sendable {
        /// A dossier, known by the identity number of its applicant.
        case intake(identity: String)
        /// A change of a dossier, known by what its history then says.
        case change(code: String, mark: String)
    }

    let aim: Aim
    let account: String
    let path: String
    let body: String
    let key: String
}

/// What the clerks of a district know: what was acknowledged, what is in doubt because the machine went down first.
final class CrashRecord: Sendable {
    /// A dossier of which a clerk has the code.
    struct Known: Sendable {
        let identity: String
        /// How often each change was acknowledged.
        var marks: [String: Int] = ["registered": 1]
        /// How many of its changes have been asked for.
        var stage = 0
    }

    private struct State {
        var known: [String: Known] = [:]
        var ready: [String] = []
        var touched: Set<String> = []
        var doubts: [CrashCommand] = []
        var issued = 0
        var acknowledged = 0
        var refused: [String: Int] = [:]
        var defects = Defects()
    }

    /// How often something acknowledged was not there, and how often something was there once too often.
    struct Defects: Sendable {
        var lost = 0
        var twice = 0

        static func + (one: Defects, other: Defects) -> Defects {
            Defects(lost: one.lost + other.lost, twice: one.twice + other.twice)
        }
    }

    private let state = Mutex(State())
    private let district: Int

    init(district: Int) { self.district = district }

    /// Everything that has a code.
    var known: [String: Known] { state.withLock { $0.known } }

    /// How many commands were acknowledged so far.
    var acknowledged: Int { state.withLock { $0.acknowledged } }

    /// How many commands were refused, by their code.
    var refused: [String: Int] { state.withLock { $0.refused } }

    /// What was found wrong so far.
    var defects: Defects { state.withLock { $0.defects } }

    /// Counts what is wrong with how often something is there.
    func compare(found: Int, acknowledged: Int) {
        state.withLock { state in
            state.defects.lost += max(0, acknowledged - found)
            state.defects.twice += max(0, found - acknowledged)
        }
    }

    /// A number that no other dossier has.
    func nextNumber() -> Int {
        state.withLock { state in
            state.issued += 1
            return district * 1_000_000 + state.issued
        }
    }

    /// Takes a dossier that can go on, so that nobody else works on it meanwhile.
    func takeReady(at random: Double) -> (code: String, stage: Int)? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            let code = state.ready.remove(at: min(Int(random * Double(state.ready.count)), state.ready.count - 1))
            guard let known = state.known[code] else { return nil }
            return (code, known.stage)
        }
    }

    /// Notes a command that was answered with success.
    func acknowledge(_ command: CrashCommand, code: String) {
        state.withLock { state in
            state.acknowledged += 1
            state.touched.insert(code)
            switch command.aim {
            case .intake(let identity): state.known[code] = Known(identity: identity)
            case .change(_, let mark):
                state.known[code]?.marks[mark, default: 0] += 1
                state.known[code]?.stage += 1
            }
            state.ready.append(code)
        }
    }

    /// Notes a command that was refused for good: its dossier goes no further.
    func refuse(_ command: CrashCommand, reason: String) {
        state.withLock { $0.refused[reason, default: 0] += 1 }
    }

    /// Notes a command whose answer did not come.
    func doubt(_ command: CrashCommand) { state.withLock { $0.doubts.append(command) } }

    /// Takes what is in doubt, and the dossiers that were changed since the last time.
    func takeDoubts() -> (doubts: [CrashCommand], touched: Set<String>) {
        state.withLock { state in
            defer { (state.doubts, state.touched) = ([], []) }
            return (state.doubts, state.touched)
        }
    }
}
