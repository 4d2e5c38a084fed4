public import DossierDomain
import WorkingCalendar

/// The stored form of a dossier's state: canonical, so that the fold of its events gives the very same bytes.
public enum DossierCodec {
    /// The version of the form; a later program reads earlier ones.
    ///
    /// Only a dossier that went to another commune has the second, and only one of which it was said after the intake
    /// that texts are wanted or not, otherwise than then, has the third: an earlier program knows nothing of that, and
    /// would take it back unseen if it could read it. All others keep the bytes that they always had.
    ///
    /// - Parameters:
    ///   - transfers: The mergers by which it went to other communes.
    ///   - isWishOfItsOwn: Whether it has the member of its own that says whether texts are wanted.
    /// - Returns: The version.
    static func formVersion(after transfers: [CommuneTransfer], isWishOfItsOwn: Bool) -> Int64 {
        isWishOfItsOwn ? 3 : transfers.isEmpty ? 1 : 2
    }

    /// Writes a state.
    public static func encode(_ dossier: Dossier) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        let isWishOfItsOwn = dossier.notifiesBySMS != dossier.registration.notifiesBySMS
        writer.object { writer in
            writer.member("v", formVersion(after: dossier.transfers, isWishOfItsOwn: isWishOfItsOwn))
            writer.member("version", dossier.version)
            writer.key("registration")
            writer.object { RegistrationCodec.write(dossier.registration, to: &$0) }
            writeTransfers(of: dossier, to: &writer)
            if isWishOfItsOwn { writer.member("sms", dossier.notifiesBySMS) }
            writeClock(of: dossier, to: &writer)
            writer.member("supplements", dossier.supplementRequests)
            if let request = dossier.request { writer.member("request", request) }
            if let amount = dossier.amountInDong { writer.member("amountInDong", amount) }
            if dossier.hasApology { writer.member("apology", true) }
            if dossier.isApologyTooLate { writer.member("apologyTooLate", true) }
            ResultCodec.writeMembers(dossier.result, to: &writer)
            if let step = dossier.decidingStep { writer.member("decidingStep", step.rawValue) }
            if dossier.isOverdueRecorded { writer.member("overdue", true) }
            WarningCodec.writeMember(dossier.warnings, to: &writer)
            writer.member("applicant", dossier.applicant)
            writer.member("pin", dossier.pin)
            writer.key("steps")
            writer.array(of: dossier.steps) { write($1, to: &$0) }
            writer.key("pending")
            writer.array(of: dossier.pendingSteps) { $0.value($1.rawValue) }
            writer.key("history")
            writer.array(of: dossier.statusChanges) { writer, change in
                writer.array { writer in
                    writer.value(change.at.milliseconds)
                    writer.value(Int64(change.status.rawValue))
                }
            }
        }
        return writer.bytes
    }

    private static func writeClock(of dossier: Dossier, to writer: inout JSONWriter) {
        writer.member("status", dossier.status.rawValue)
        if let resume = dossier.resumeStatus { writer.member("resumeStatus", resume.rawValue) }
        writer.member("receivedAt", dossier.receivedAt)
        writer.member("dueAt", dossier.dueAt)
        writer.member("originalDueAt", dossier.originalDueAt)
        if let stopped = dossier.stoppedAt { writer.member("stoppedAt", stopped) }
        if let remaining = dossier.remaining { writer.member("remaining", remaining.seconds) }
        if let finished = dossier.finishedAt { writer.member("finishedAt", finished) }
        if let handedOver = dossier.handedOverAt { writer.member("handedOverAt", handedOver) }
        if let ended = dossier.endedAt { writer.member("endedAt", ended) }
    }

    private static func writeTransfers(of dossier: Dossier, to writer: inout JSONWriter) {
        guard !dossier.transfers.isEmpty else { return }
        writer.key("transfers")
        writer.array(of: dossier.transfers) { writer, transfer in
            writer.array { writer in
                writer.value(transfer.from.rawValue)
                writer.value(transfer.to.rawValue)
            }
        }
    }

    private static func write(_ step: StepProgress, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("state", step.state.rawValue)
            if let assignee = step.assignee { writer.member("assignee", assignee.number) }
            if let started = step.startedAt { writer.member("startedAt", started) }
            if let due = step.dueAt { writer.member("dueAt", due) }
            if let finished = step.finishedAt { writer.member("finishedAt", finished) }
            if let remaining = step.remaining { writer.member("remaining", remaining.seconds) }
            if step.isOverdueRecorded { writer.member("overdue", true) }
            WarningCodec.writeMember(step.warnings, to: &writer)
            if !step.completers.isEmpty {
                writer.key("completers")
                writer.array(of: step.completers) { $0.value($1.storedName) }
            }
            if let former = step.formerPlace { writer.member("formerPlace", former.description) }
            if let takenOver = step.takenOverAt { writer.member("takenOverAt", takenOver) }
        }
    }
}

extension DossierCodec {
    /// Reads a state.
    ///
    /// - Parameter bytes: The stored form.
    /// - Returns: The state.
    /// - Throws: ``StoredFormDefect`` if this program cannot have written it.
    public static func decode(_ bytes: [UInt8]) throws(StoredFormDefect) -> Dossier {
        let members = JSONObjectReader(try storedJSON(bytes))
        let transfers = try transfers(members)
        let notifiesBySMS = try members.optionalFlag("sms")
        guard try members.integer("v") == formVersion(after: transfers, isWishOfItsOwn: notifiesBySMS != nil) else {
            throw StoredFormDefect(member: "v")
        }
        let registration = try RegistrationCodec.read(members.object("registration"))
        return Dossier(
            version: Int(clamping: try members.integer("version")),
            registration: registration,
            notifiesBySMS: notifiesBySMS,
            status: try members.status("status"),
            resumeStatus: try members.optionalStatus("resumeStatus"),
            receivedAt: try members.optionalInstant("receivedAt"),
            dueAt: try members.optionalInstant("dueAt"),
            originalDueAt: try members.optionalInstant("originalDueAt"),
            stoppedAt: try members.optionalInstant("stoppedAt"),
            remaining: try members.optionalWorkingTime("remaining"),
            finishedAt: try members.optionalInstant("finishedAt"),
            handedOverAt: try members.optionalInstant("handedOverAt"),
            endedAt: try members.optionalInstant("endedAt"),
            supplementRequests: Int(clamping: try members.integer("supplements")),
            request: try members.optionalReference("request"),
            amountInDong: try members.optionalInteger("amountInDong"),
            hasApology: try members.flag("apology"),
            isApologyTooLate: try members.flag("apologyTooLate"),
            result: try ResultCodec.members(of: members),
            decidingStep: try members.optionalText("decidingStep").map(StepID.init(rawValue:)),
            isOverdueRecorded: try members.flag("overdue"),
            warnings: try WarningCodec.member(of: members),
            applicant: try members.reference("applicant"),
            pin: try members.reference("pin"),
            steps: try steps(members, registration: registration, transfers: transfers),
            pendingSteps: try pending(members),
            statusChanges: try history(members),
            transfers: transfers
        )
    }

    private static func steps(
        _ members: JSONObjectReader,
        registration: Registration,
        transfers: [CommuneTransfer]
    ) throws(StoredFormDefect) -> [StepProgress] {
        let stored = try members.array("steps")
        guard stored.count == registration.steps.count else { throw StoredFormDefect(member: "steps") }
        var steps: [StepProgress] = []
        steps.reserveCapacity(stored.count)
        for (planned, value) in zip(registration.steps, stored) {
            let step = JSONObjectReader(value)
            steps.append(
                StepProgress(
                    id: planned.id,
                    place: planned.place?.moved(by: transfers),
                    state: try step.choice("state"),
                    assignee: try step.optionalInteger("assignee").map(AccountID.init(number:)),
                    startedAt: try step.optionalInstant("startedAt"),
                    dueAt: try step.optionalInstant("dueAt"),
                    finishedAt: try step.optionalInstant("finishedAt"),
                    remaining: try step.optionalWorkingTime("remaining"),
                    isOverdueRecorded: try step.flag("overdue"),
                    warnings: try WarningCodec.member(of: step),
                    completers: try completers(of: step),
                    formerPlace: try step.optionalText("formerPlace").map(UnitPlace.init(text:)),
                    takenOverAt: try step.optionalInstant("takenOverAt")
                )
            )
        }
        return steps
    }

    private static func transfers(_ members: JSONObjectReader) throws(StoredFormDefect) -> [CommuneTransfer] {
        var transfers: [CommuneTransfer] = []
        for value in try members.array("transfers") {
            guard let pair = value.array, pair.count == 2, let from = pair[0].string, let to = pair[1].string else {
                throw StoredFormDefect(member: "transfers")
            }
            transfers.append(CommuneTransfer(from: CommuneID(rawValue: from), to: CommuneID(rawValue: to)))
        }
        return transfers
    }

    private static func completers(of step: JSONObjectReader) throws(StoredFormDefect) -> [Initiator] {
        var completers: [Initiator] = []
        for value in try step.array("completers") {
            guard let name = value.string else { throw StoredFormDefect(member: "completers") }
            completers.append(try Initiator.stored(name))
        }
        return completers
    }

    private static func pending(_ members: JSONObjectReader) throws(StoredFormDefect) -> [StepID] {
        var pending: [StepID] = []
        for value in try members.array("pending") {
            guard let id = value.string else { throw StoredFormDefect(member: "pending") }
            pending.append(StepID(rawValue: id))
        }
        return pending
    }

    private static func history(_ members: JSONObjectReader) throws(StoredFormDefect) -> [StatusChange] {
        var changes: [StatusChange] = []
        for value in try members.array("history") {
            guard let pair = value.array, pair.count == 2, let at = pair[0].integer, let code = pair[1].integer,
                let status = Status(rawValue: Int(clamping: code))
            else { throw StoredFormDefect(member: "history") }
            changes.append(StatusChange(at: Instant(milliseconds: at), status: status))
        }
        return changes
    }
}

/// Reads JSON that this program wrote itself.
func storedJSON(_ bytes: [UInt8]) throws(StoredFormDefect) -> JSONValue {
    do throws(JSONDefect) {
        return try JSONParser.parse(bytes)
    } catch {
        throw StoredFormDefect(member: "JSON")
    }
}
