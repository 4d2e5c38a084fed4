public import WorkingCalendar

/// The ladder of warnings (thang cảnh báo hạn) that watches a dossier's clock and the clock of each step under way, and
/// before them the wait of a dossier filed online for the desk's answer.
///
/// A regime prescribes one; a procedure may prescribe its own instead. That a due moment has passed is a rung of every
/// ladder, one second after it, whatever else is prescribed: see ``Rung``.
public struct Ladder: Hashable, Sendable {
    /// The rungs of a step's clock before its due moment, in order.
    public let stepWarnings: [LadderRung]
    /// Who is told when a step's working time has passed.
    public let stepOverdue: RungWording
    /// The rungs of the dossier's clock before its appointment, in order.
    public let dossierWarnings: [LadderRung]
    /// Who is told when the appointment has passed.
    public let dossierOverdue: RungWording
    /// The rungs of a dossier filed online that waits for the desk's answer, in order; none to leave it unwatched.
    public let filingWarnings: [FilingRung]
    /// How much working time before the appointment an apology must have been made to be in order.
    ///
    /// Source: domain.md R40: at the latest one day before expiry, a working day of 8 hours by design.md §3.
    public let apologyNotice: WorkingTime
    /// How far an apology may move the appointment, in working time from the later of now and the present one; nil for
    /// as far as the calendar goes.
    ///
    /// Source: project decision, 2026-11-28, because the one new date cannot be taken back and a mistyped year would be
    /// told to the citizen.
    public let apologyLongest: WorkingTime?
    /// Who is told each working morning of the dossiers that are late, in which words; nil for nobody.
    public let digest: RungWording?

    /// Creates a ladder.
    public init(
        stepWarnings: [LadderRung],
        stepOverdue: RungWording,
        dossierWarnings: [LadderRung],
        dossierOverdue: RungWording,
        filingWarnings: [FilingRung] = [],
        apologyNotice: WorkingTime = .days(1),
        apologyLongest: WorkingTime? = nil,
        digest: RungWording? = nil
    ) {
        self.stepWarnings = stepWarnings
        self.stepOverdue = stepOverdue
        self.dossierWarnings = dossierWarnings
        self.dossierOverdue = dossierOverdue
        self.filingWarnings = filingWarnings
        self.apologyNotice = apologyNotice
        self.apologyLongest = apologyLongest
        self.digest = digest
    }

    /// The ladder of packs written before ladders were data: no warnings, only that a due moment has passed.
    public static let overdueOnly = Ladder(
        stepWarnings: [],
        stepOverdue: RungWording(recipients: [.head, .assignee], text: "Bước {step} của hồ sơ {code} đã quá hạn."),
        dossierWarnings: [],
        dossierOverdue: RungWording(recipients: [.leaders, .activeHeads], text: "Hồ sơ {code} đã quá hẹn trả.")
    )

    /// The warning of that name on the dossier's clock; nil if the ladder has none.
    public func dossierWarning(_ id: RungID) -> LadderRung? { dossierWarnings.first { $0.id == id } }

    /// The warning of that name on a step's clock; nil if the ladder has none.
    public func stepWarning(_ id: RungID) -> LadderRung? { stepWarnings.first { $0.id == id } }

    /// The warning of that name on a filing's wait; nil if the ladder has none.
    public func filingWarning(_ id: RungID) -> FilingRung? { filingWarnings.first { $0.id == id } }

    /// The warnings that a dossier's clock can still have: once its one apology is made, none demands another.
    func dossierWarnings(hasApology: Bool) -> [LadderRung] {
        dossierWarnings.filter { !$0.demandsApology || !hasApology }
    }
}

/// One warning of a ladder (một nấc cảnh báo): when it fires, who is told and in which words.
public struct LadderRung: Hashable, Sendable {
    /// The name inside the ladder.
    public let id: RungID
    /// When it fires.
    public let threshold: RungThreshold
    /// Who is told, in which words.
    public let wording: RungWording
    /// The draft of the apology that it demands, in Vietnamese; nil if it demands none.
    ///
    /// The names of ``draftPlaceholders`` stand in braces for the facts.
    public let apologyDraft: String?

    /// The names that a draft may have in braces: beside the sentence's own, since when the dossier is here, who holds
    /// it since when, and the earliest new appointment that the remaining steps can keep.
    public static let draftPlaceholders: Set<String> = ["code", "procedure", "due", "received", "holders", "proposed"]

    /// Creates a rung.
    public init(id: RungID, threshold: RungThreshold, wording: RungWording, apologyDraft: String? = nil) {
        self.id = id
        self.threshold = threshold
        self.wording = wording
        self.apologyDraft = apologyDraft
    }

    /// Whether it demands the apology of the law; it then never fires once that is made.
    public var demandsApology: Bool { apologyDraft != nil }
}

/// One warning on the wait of a dossier filed online (một nấc nhắc trả lời hồ sơ trực tuyến): the desk has neither
/// accepted nor refused it nor asked for papers.
///
/// Source: domain.md R6: the officer answers within 8 working hours from receipt by the system (unverified).
public struct FilingRung: Hashable, Sendable {
    /// The name inside the ladder.
    public let id: RungID
    /// After how much working time of the desk's agency it fires, more than none.
    public let waited: WorkingTime
    /// Who is told, in which words.
    public let wording: RungWording

    /// The names that its sentence may have in braces; nothing is due yet.
    public static let placeholders: Set<String> = ["code", "procedure", "unit"]

    /// Creates a rung.
    public init(id: RungID, waited: WorkingTime, wording: RungWording) {
        self.id = id
        self.waited = waited
        self.wording = wording
    }
}

/// The warnings that a procedure prescribes instead of its regime's (thang cảnh báo riêng của thủ tục).
public struct LadderOverride: Hashable, Sendable {
    /// The rungs of a step's clock; nil leaves the regime's.
    public let stepWarnings: [LadderRung]?
    /// The rungs of the dossier's clock; nil leaves the regime's.
    public let dossierWarnings: [LadderRung]?

    /// Creates an override.
    public init(stepWarnings: [LadderRung]?, dossierWarnings: [LadderRung]?) {
        self.stepWarnings = stepWarnings
        self.dossierWarnings = dossierWarnings
    }
}

extension Ladder {
    /// The ladder with a procedure's own warnings in place of its own.
    public func overridden(by own: LadderOverride?) -> Ladder {
        guard let own else { return self }
        return Ladder(
            stepWarnings: own.stepWarnings ?? stepWarnings,
            stepOverdue: stepOverdue,
            dossierWarnings: own.dossierWarnings ?? dossierWarnings,
            dossierOverdue: dossierOverdue,
            filingWarnings: filingWarnings,
            apologyNotice: apologyNotice,
            apologyLongest: apologyLongest,
            digest: digest
        )
    }
}

/// When a warning fires (ngưỡng cảnh báo), always before the due moment of its clock.
public enum RungThreshold: Hashable, Sendable {
    /// When so many per cent of the clock's working time are used, 1 to 99.
    case used(perCent: Int)
    /// When only so much working time is left, more than none.
    case left(WorkingTime)
}

/// Who is told of a rung (người nhận cảnh báo) and in which words.
public struct RungWording: Hashable, Sendable {
    /// Who is told, each once.
    public let recipients: [RungRecipient]
    /// The sentence in Vietnamese; `{code}`, `{procedure}`, `{step}`, `{unit}` and `{due}` stand for the facts.
    public let text: String

    /// The names that a sentence may have in braces.
    public static let placeholders: Set<String> = ["code", "procedure", "step", "unit", "due"]

    /// Creates a wording.
    public init(recipients: [RungRecipient], text: String) {
        self.recipients = recipients
        self.text = text
    }
}

/// Who is told of a rung, as seen from the dossier.
public enum RungRecipient: String, CaseIterable, Sendable {
    /// The officer named for the step; where nobody is named, the whole staff of its unit. Of a step's rung only.
    case officer
    /// The officer named for the step, if one is named. Of a step's rung only.
    case assignee
    /// The head of the step's unit; of a filing's rung that of the desk that has it. Of these rungs only.
    case head
    /// The heads of all units with a step under way.
    case activeHeads
    /// The staff of the desk that received the dossier.
    case desk
    /// The leaders.
    case leaders
    /// The applicant, by short text. Of the passed appointment only.
    case applicant
}
