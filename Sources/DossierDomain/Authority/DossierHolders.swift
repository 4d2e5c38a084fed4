/// Who has to do with a dossier (các nơi giữ hồ sơ): all that decides who is shown its personal data.
public struct DossierHolders: Hashable, Sendable {
    /// A step as far as it matters here.
    public struct Step: Hashable, Sendable {
        /// The unit that does it; nil for the citizen's own step.
        public let place: UnitPlace?
        /// How far it has come.
        public let state: StepState

        /// Creates a step.
        public init(place: UnitPlace?, state: StepState) {
            self.place = place
            self.state = state
        }
    }

    /// The desk that received it.
    public let desk: UnitPlace
    /// Its steps in the order of its route.
    public let steps: [Step]

    /// Creates holders.
    public init(desk: UnitPlace, steps: [Step]) {
        self.desk = desk
        self.steps = steps
    }
}

extension Dossier {
    /// Who has to do with it.
    public var holders: DossierHolders {
        DossierHolders(desk: receivingDesk, steps: steps.map { DossierHolders.Step(place: $0.place, state: $0.state) })
    }
}
