public import WorkingCalendar

/// One step (bước xử lý) of a procedure's route, as the catalogue describes it.
public struct Step: Hashable, Sendable {
    /// The step's name inside its route.
    public let id: StepID
    /// What is done, in Vietnamese, as shown to officers.
    public let name: String
    /// Who does it.
    public let performer: StepPerformer
    /// The working time granted, counted in the office hours of the performing unit's agency.
    public let workingTime: WorkingTime
    /// What follows.
    public let next: NextSteps
    /// From whose work it is kept apart; nil if from nobody's.
    public let separation: Separation?

    /// Creates a step.
    public init(
        id: StepID,
        name: String,
        performer: StepPerformer,
        workingTime: WorkingTime,
        next: NextSteps,
        separation: Separation? = nil
    ) {
        self.id = id
        self.name = name
        self.performer = performer
        self.workingTime = workingTime
        self.next = next
        self.separation = separation
    }
}

/// The separation of duties that a step asks for (phân định trách nhiệm): who did an earlier step does not do this one.
///
/// It binds whoever completed one of those steps, in any role, heads and leaders too, and also where the work went back
/// since and somebody else did it again.
public struct Separation: Hashable, Sendable {
    /// The earlier steps, one or more.
    public let from: [StepID]
    /// The roles that it does not bind; a procedure's file may name heads and leaders.
    public let exempt: Set<Role>

    /// Creates a separation.
    public init(from: [StepID], exempt: Set<Role> = []) {
        self.from = from
        self.exempt = exempt
    }
}

/// Who carries out a step (người thực hiện bước).
public enum StepPerformer: Hashable, Sendable {
    /// An organisational unit; a unit ending in `-X` stands for that of the dossier's commune.
    case unit(UnitID)
    /// The citizen, who pays a financial obligation (nghĩa vụ tài chính) while the clock stands still.
    case citizen
}

/// What follows a step (bước tiếp theo).
public enum NextSteps: Hashable, Sendable {
    /// Nothing: the result is handed over and the route ends.
    case end
    /// All of these steps, side by side if there are several.
    case all([StepID])
    /// One branch or the other, by the outcome named when the step is completed.
    case byOutcome([OutcomeBranch])

    /// Every step that can follow, in written order.
    public var targets: [StepID] {
        switch self {
        case .end: []
        case .all(let steps): steps
        case .byOutcome(let branches): branches.flatMap(\.steps)
        }
    }
}

/// The steps that follow one outcome (kết luận) of a deciding step.
public struct OutcomeBranch: Hashable, Sendable {
    /// The outcome's name, a word of the procedure's file such as `approved`.
    public let outcome: String
    /// The steps that follow, side by side if there are several.
    public let steps: [StepID]

    /// Creates a branch.
    public init(outcome: String, steps: [StepID]) {
        self.outcome = outcome
        self.steps = steps
    }
}
