public import DossierDomain
public import WorkingCalendar

/// What a notice tells (nội dung thông báo), as it was when its rung fired; free of personal data.
public struct NoticeFacts: Hashable, Sendable {
    /// A unit that has the dossier, with the step it does, since when, and by which officer.
    public struct Holder: Hashable, Sendable {
        /// The unit.
        public let place: UnitPlace
        /// The step.
        public let step: StepID
        /// Since when the step is under way; nil where that is not known.
        public let since: Instant?
        /// The officer named for the step; nil where nobody is.
        public let assignee: AccountID?

        /// Creates a holder.
        public init(place: UnitPlace, step: StepID, since: Instant?, assignee: AccountID? = nil) {
            self.place = place
            self.step = step
            self.since = since
            self.assignee = assignee
        }
    }

    /// The due moment of the clock.
    public var dueAt: Instant?
    /// Who has the dossier: the step's unit for a step's rung, else every unit with a step under way.
    public var holders: [Holder] = []
    /// The earliest new appointment that the remaining steps can keep; only where the apology is demanded.
    public var proposedDueAt: Instant?
    /// How many dossiers the digest tells of.
    public var count: Int?
    /// The codes of the first of them, at most ``maximumCodes``.
    public var codes: [String] = []

    /// How many codes a digest names; beyond that only the number grows.
    public static let maximumCodes = 50

    /// Creates facts, empty at first.
    public init() {}

    /// The facts as they are stored.
    var stored: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            if let dueAt { writer.member("dueAt", dueAt) }
            if !holders.isEmpty {
                writer.key("holders")
                writer.array(of: holders) { writer, holder in
                    writer.array { writer in
                        writer.value(holder.place.description)
                        writer.value(holder.step.rawValue)
                        writer.value(holder.since?.milliseconds)
                        if let assignee = holder.assignee { writer.value(assignee.number) }
                    }
                }
            }
            if let proposedDueAt { writer.member("proposedDueAt", proposedDueAt) }
            if let count { writer.member("count", count) }
            if !codes.isEmpty {
                writer.key("codes")
                writer.array(of: codes) { $0.value($1) }
            }
        }
        return writer.bytes
    }

    /// Creates facts from what was stored.
    ///
    /// - Throws: ``StoredFormDefect``.
    init(stored bytes: [UInt8]) throws(StoredFormDefect) {
        let members = JSONObjectReader(try storedJSON(bytes))
        dueAt = try members.optionalInstant("dueAt")
        proposedDueAt = try members.optionalInstant("proposedDueAt")
        count = try members.optionalInteger("count").map { Int(clamping: $0) }
        for value in try members.array("holders") {
            // Without the fourth part nobody is named, as in notices of older programs.
            guard let parts = value.array, (3...4).contains(parts.count),
                let place = parts[0].string, let step = parts[1].string,
                parts[2].isNull || parts[2].integer != nil, parts.count == 3 || parts[3].integer != nil
            else { throw StoredFormDefect(member: "holders") }
            holders.append(
                Holder(
                    place: UnitPlace(text: place),
                    step: StepID(rawValue: step),
                    since: parts[2].integer.map(Instant.init(milliseconds:)),
                    assignee: parts.dropFirst(3).first?.integer.map(AccountID.init(number:))
                )
            )
        }
        for value in try members.array("codes") {
            guard let code = value.string else { throw StoredFormDefect(member: "codes") }
            codes.append(code)
        }
    }
}
