public import DossierDomain
public import WorkingCalendar

/// One thing that comes upon a district from outside (việc xảy ra), at an instant of true time.
///
/// A run is the list of its acts; what staff and program do follows from them. So a failing run is made shorter by
/// leaving acts out.
public struct SimulatedAct: Hashable, Sendable, CustomStringConvertible {
    /// When it happens, by a clock that is always right.
    public let at: Instant
    /// What happens.
    public let deed: SimulatedDeed

    /// Creates an act.
    public init(at: Instant, _ deed: SimulatedDeed) {
        self.at = at
        self.deed = deed
    }

    /// The instant and what happens, in words.
    public var description: String { at.iso8601 + "  " + deed.description }
}

/// What comes upon a district.
public enum SimulatedDeed: Hashable, Sendable, CustomStringConvertible {
    /// A citizen files a dossier.
    case arrive(SimulatedArrival)
    /// Something happens to the dossier of an arrival.
    case mishap(arrival: Int, SimulatedMishap)
    /// An officer is away.
    case absence(UnitPlace, officer: Int, seconds: Int64)
    /// The gateway fares otherwise for a while.
    case gateway(String, seconds: Int64)
    /// The machine loses power at one of the next changes.
    case crash(SimulatedCrash, afterChanges: Int, downSeconds: Int64)
    /// The machine is shut down in good order.
    case outage(seconds: Int64)
    /// The clock on the wall is set forward, or back for a negative number.
    case clockJump(seconds: Int64)
    /// The timers are asked late for a while.
    case sluggish(seconds: Int64)
    /// Days off are declared, and the administrator takes them into use; perhaps the power fails meanwhile.
    case declare(SimulatedDeclaration, crash: SimulatedCrash?)

    /// What happens, in words.
    public var description: String {
        switch self {
        case .arrive(let arrival): arrival.description
        case .mishap(let arrival, let mishap): "dossier \(arrival): \(mishap.description)"
        case .absence(let place, let officer, let seconds):
            "officer \(officer + 1) of \(place) is away for \(Self.written(seconds))"
        case .gateway(let mood, let seconds): "the gateway is \(mood) for \(Self.written(seconds))"
        case .crash(let crash, let changes, let down):
            "power fails \(crash.rawValue), \(changes) changes later, for \(Self.written(down))"
        case .outage(let seconds): "the machine is off for \(Self.written(seconds))"
        case .clockJump(let seconds): "the clock jumps by \(seconds) s"
        case .sluggish(let seconds): "timers are asked late for \(Self.written(seconds))"
        case .declare(let declaration, let crash):
            declaration.description + (crash.map { ", and the power fails \($0.rawValue)" } ?? "")
        }
    }

    private static func written(_ seconds: Int64) -> String {
        seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }
}

/// A citizen who files a dossier (người nộp hồ sơ).
public struct SimulatedArrival: Hashable, Sendable, CustomStringConvertible {
    /// His number in the run.
    public let number: Int
    /// What he asks for.
    public let procedure: ProcedureCode
    /// How he comes.
    public let channel: Channel
    /// The desk he comes to.
    public let desk: UnitPlace
    /// Where he lives.
    public let commune: CommuneID
    /// Whether he wants texts.
    public let wantsTexts: Bool

    /// Who comes with what, in words.
    public var description: String {
        "dossier \(number): \(procedure) by \(channel.rawValue) at \(desk)" + (wantsTexts ? ", with texts" : "")
    }
}

/// What may happen to a dossier beside its way (trục trặc của hồ sơ).
public enum SimulatedMishap: Hashable, Sendable, CustomStringConvertible {
    /// Papers are missing; the citizen brings them after so many seconds.
    case supplement(awaySeconds: Int64)
    /// A payment is asked for.
    case payment
    /// The citizen takes it back.
    case withdrawal
    /// A head stops it.
    case stop
    /// The desk finds that it was a mistake.
    case void
    /// A telephone number was mistyped.
    case correction
    /// An officer returns the work to an earlier step.
    case returned
    /// The citizen lost his PIN.
    case newPIN
    /// The citizen wants no texts any more, or wants some after all.
    case wish

    /// What happens, in words.
    public var description: String {
        switch self {
        case .supplement(let seconds): "papers are missing, brought after \(seconds / 3_600) h"
        case .payment: "a payment is asked for"
        case .withdrawal: "withdrawn"
        case .stop: "stopped"
        case .void: "voided"
        case .correction: "a telephone number is corrected"
        case .returned: "returned to an earlier step"
        case .newPIN: "a new PIN"
        case .wish: "texts are switched on or off"
        }
    }
}

/// Where a power failure strikes (thời điểm mất điện).
public enum SimulatedCrash: String, CaseIterable, Sendable {
    /// Nothing of the change is kept.
    case beforeCommit = "before a commit"
    /// The change is kept and nobody hears of it.
    case afterCommit = "after a commit"
    /// The gateway took a text, and nobody noted it.
    case afterText = "after a text was taken"
}
