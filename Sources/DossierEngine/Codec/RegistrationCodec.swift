public import DossierDomain
import WorkingCalendar

/// The stored form of a registration, the same in its event and in the state.
enum RegistrationCodec {
    /// Writes the members of a registration.
    static func write(_ registration: Registration, to writer: inout JSONWriter) {
        writer.member("code", registration.code.text)
        writer.member("procedure", registration.procedure.code.rawValue)
        writer.member("procedureVersion", registration.procedure.version)
        writer.member("regime", registration.regime.id.rawValue)
        writer.member("regimeVersion", registration.regime.version)
        writer.member("channel", registration.channel.rawValue)
        writer.member("desk", registration.desk.description)
        writer.member("commune", registration.commune.rawValue)
        writer.member("sms", registration.notifiesBySMS)
        writer.member("applicant", registration.applicant)
        writer.member("pin", registration.pin)
        writer.key("route")
        writer.array(of: registration.steps) { writer, step in
            writer.array { writer in
                writer.value(step.id.rawValue)
                writer.value(step.place?.description)
            }
        }
        if let importedAt = registration.importedAt { writer.member("importedAt", importedAt) }
        if !registration.skippedRungs.isEmpty {
            writer.key("skippedRungs")
            writer.array(of: registration.skippedRungs) { $0.value($1.storedName) }
        }
    }

    /// Reads a registration.
    static func read(_ members: JSONObjectReader) throws(StoredFormDefect) -> Registration {
        guard let code = DossierCode(try members.text("code")) else { throw StoredFormDefect(member: "code") }
        let route = try members.array("route")
        var steps: [StepProgress] = []
        steps.reserveCapacity(route.count)
        for pair in route {
            guard let parts = pair.array, parts.count == 2, let id = parts[0].string,
                parts[1].isNull || parts[1].string != nil
            else { throw StoredFormDefect(member: "route") }
            steps.append(
                StepProgress(id: StepID(rawValue: id), place: parts[1].string.map(UnitPlace.init(text:)))
            )
        }
        var rungs: [Rung] = []
        for name in try members.array("skippedRungs") {
            guard let text = name.string, let rung = Rung(storedName: text) else {
                throw StoredFormDefect(member: "skippedRungs")
            }
            rungs.append(rung)
        }
        return Registration(
            code: code,
            procedure: ProcedureVersion(
                code: ProcedureCode(rawValue: try members.text("procedure")),
                version: Int(clamping: try members.integer("procedureVersion"))
            ),
            regime: RegimeVersion(
                id: RegimeID(rawValue: try members.text("regime")),
                version: Int(clamping: try members.integer("regimeVersion"))
            ),
            channel: try members.choice("channel"),
            desk: UnitPlace(text: try members.text("desk")),
            commune: CommuneID(rawValue: try members.text("commune")),
            notifiesBySMS: try members.flag("sms"),
            applicant: try members.reference("applicant"),
            pin: try members.reference("pin"),
            steps: steps,
            importedAt: try members.optionalInstant("importedAt"),
            skippedRungs: rungs
        )
    }
}

extension Rung {
    /// The stored name of a rung; it never changes.
    public var storedName: String {
        switch self {
        case .filingWarning(let id): "filingWarning:" + id.rawValue
        case .dossierOverdue: "dossierOverdue"
        case .stepOverdue(let step): "stepOverdue:" + step.rawValue
        case .dossierWarning(let id): "dossierWarning:" + id.rawValue
        case .stepWarning(let id, let step): "stepWarning:" + id.rawValue + ":" + step.rawValue
        }
    }

    /// Creates the rung of a stored name; nil if there is none.
    public init?(storedName: String) {
        let parts = storedName.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("filingWarning", 2): self = .filingWarning(RungID(rawValue: parts[1]))
        case ("dossierOverdue", 1): self = .dossierOverdue
        case ("stepOverdue", 2): self = .stepOverdue(StepID(rawValue: parts[1]))
        case ("dossierWarning", 2): self = .dossierWarning(RungID(rawValue: parts[1]))
        case ("stepWarning", 2):
            // A warning's name has no colon, a step's may have.
            let names = parts[1].split(separator: ":", maxSplits: 1).map(String.init)
            guard names.count == 2 else { return nil }
            self = .stepWarning(RungID(rawValue: names[0]), StepID(rawValue: names[1]))
        default: return nil
        }
    }
}
