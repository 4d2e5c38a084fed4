public import DossierDomain
import WorkingCalendar

/// The stored form of facts: a `type` and the members of that type.
enum FactCodec {
    /// Writes the members of a fact.
    static func write(_ fact: DossierFact, to writer: inout JSONWriter) {
        writer.member("type", fact.typeName)
        switch fact {
        case .registered(let registration): RegistrationCodec.write(registration, to: &writer)
        case .accepted, .becameOverdue: break
        case .refused(let reason), .withdrawn(let reason), .stopped(let reason), .voided(let reason):
            writer.member("reason", reason)
        case .apologised(let reason, let isTooLate):
            writer.member("reason", reason)
            if isTooLate { writer.member("tooLate", true) }
        case .stepCompleted(let completion): write(completion, to: &writer)
        case .stepReturned(let from, let to, let reason):
            writer.member("step", from.rawValue)
            writer.member("to", to.rawValue)
            writer.member("reason", reason)
        case .assigned(let step, let assignee):
            writer.member("step", step.rawValue)
            writer.member("assignee", assignee.number)
        case .supplementRequested(let request): writer.member("request", request)
        case .supplementReceived(let documents): writer.member("documents", documents)
        case .paymentRequested(let amount, let reason):
            writer.member("amountInDong", amount)
            writer.member("reason", reason)
        case .paymentConfirmed(let reference): writer.member("reference", reference)
        case .handedOver(let receivedBy): writer.member("receivedBy", receivedBy)
        case .corrected(let fields, let applicant, let reason):
            writer.key("fields")
            writer.array(of: fields) { $0.value($1) }
            writer.member("applicant", applicant)
            writer.member("reason", reason)
        case .pinRenewed(let pin): writer.member("pin", pin)
        case .stepBecameOverdue(let step): writer.member("step", step.rawValue)
        case .warned(let rung, let step):
            writer.member("rung", rung.rawValue)
            if let step { writer.member("step", step.rawValue) }
        case .rescheduled(let ground):
            if let version = ground.calendarVersion { writer.member("calendarVersion", version) }
            if let version = ground.organisationVersion { writer.member("organisationVersion", version) }
        case .transferred(let transfer):
            writer.member("from", transfer.from.rawValue)
            writer.member("to", transfer.to.rawValue)
        }
    }

    /// Reads a fact.
    static func read(_ members: JSONObjectReader) throws(StoredFormDefect) -> DossierFact {
        switch try members.text("type") {
        case "registered": return .registered(try RegistrationCodec.read(members))
        case "accepted": return .accepted
        case "refused": return .refused(reason: try members.reference("reason"))
        case "stepCompleted": return .stepCompleted(try completion(members))
        case "stepReturned":
            return .stepReturned(
                from: StepID(rawValue: try members.text("step")),
                to: StepID(rawValue: try members.text("to")),
                reason: try members.reference("reason")
            )
        case "assigned":
            let assignee = AccountID(number: try members.integer("assignee"))
            return .assigned(step: StepID(rawValue: try members.text("step")), assignee: assignee)
        case "supplementRequested": return .supplementRequested(request: try members.reference("request"))
        case "supplementReceived": return .supplementReceived(documents: try members.reference("documents"))
        case "paymentRequested":
            let amount = try members.integer("amountInDong")
            return .paymentRequested(amountInDong: amount, reason: try members.reference("reason"))
        case "paymentConfirmed": return .paymentConfirmed(reference: try members.reference("reference"))
        case "withdrawn": return .withdrawn(reason: try members.reference("reason"))
        case "stopped": return .stopped(reason: try members.reference("reason"))
        case "apologised":
            return .apologised(reason: try members.reference("reason"), isTooLate: try members.flag("tooLate"))
        case "handedOver": return .handedOver(receivedBy: try members.reference("receivedBy"))
        case "corrected": return try correction(members)
        case "voided": return .voided(reason: try members.reference("reason"))
        case "pinRenewed": return .pinRenewed(pin: try members.reference("pin"))
        case "becameOverdue": return .becameOverdue
        case "stepBecameOverdue": return .stepBecameOverdue(StepID(rawValue: try members.text("step")))
        case "warned":
            let step = try members.optionalText("step").map(StepID.init(rawValue:))
            return .warned(RungID(rawValue: try members.text("rung")), step: step)
        case "rescheduled": return .rescheduled(try rescheduleGround(members))
        case "transferred":
            let from = CommuneID(rawValue: try members.text("from"))
            return .transferred(CommuneTransfer(from: from, to: CommuneID(rawValue: try members.text("to"))))
        default: throw StoredFormDefect(member: "type")
        }
    }

    private static func rescheduleGround(
        _ members: JSONObjectReader
    ) throws(StoredFormDefect) -> RescheduleGround {
        let ground = RescheduleGround(
            calendarVersion: try members.optionalInteger("calendarVersion").map(Int.init(clamping:)),
            organisationVersion: try members.optionalInteger("organisationVersion").map(Int.init(clamping:))
        )
        guard let ground else { throw StoredFormDefect(member: "calendarVersion") }
        return ground
    }

    private static func write(_ completion: StepCompletion, to writer: inout JSONWriter) {
        writer.member("step", completion.step.rawValue)
        if let outcome = completion.outcome { writer.member("outcome", outcome) }
        if let note = completion.note { writer.member("note", note) }
        ResultCodec.writeMembers(completion.result, to: &writer)
        if let reason = completion.overrideReason { writer.member("overrideReason", reason) }
    }

    private static func completion(_ members: JSONObjectReader) throws(StoredFormDefect) -> StepCompletion {
        StepCompletion(
            step: StepID(rawValue: try members.text("step")),
            outcome: try members.optionalText("outcome"),
            note: try members.optionalReference("note"),
            result: try ResultCodec.members(of: members),
            overrideReason: try members.optionalReference("overrideReason")
        )
    }

    private static func correction(_ members: JSONObjectReader) throws(StoredFormDefect) -> DossierFact {
        var fields: [String] = []
        for field in try members.array("fields") {
            guard let name = field.string else { throw StoredFormDefect(member: "fields") }
            fields.append(name)
        }
        return .corrected(
            fields: fields,
            applicant: try members.reference("applicant"),
            reason: try members.reference("reason")
        )
    }
}

extension DossierFact {
    /// The stored name of the fact's kind; it never changes.
    public var typeName: String {
        switch self {
        case .registered: "registered"
        case .accepted: "accepted"
        case .refused: "refused"
        case .stepCompleted: "stepCompleted"
        case .stepReturned: "stepReturned"
        case .assigned: "assigned"
        case .supplementRequested: "supplementRequested"
        case .supplementReceived: "supplementReceived"
        case .paymentRequested: "paymentRequested"
        case .paymentConfirmed: "paymentConfirmed"
        case .withdrawn: "withdrawn"
        case .stopped: "stopped"
        case .apologised: "apologised"
        case .handedOver: "handedOver"
        case .corrected: "corrected"
        case .voided: "voided"
        case .pinRenewed: "pinRenewed"
        case .becameOverdue: "becameOverdue"
        case .stepBecameOverdue: "stepBecameOverdue"
        case .warned: "warned"
        case .rescheduled: "rescheduled"
        case .transferred: "transferred"
        }
    }
}
