import DossierDomain
import WorkingCalendar

/// Reads `ladder` of a regime or a procedure (thang cảnh báo) into a ladder.
enum LadderReading {
    /// Reads a regime's ladder, whose schema has been checked.
    static func ladder(from cursor: ConfigCursor) throws(ConfigurationDefect) -> Ladder {
        let step = try cursor.required("step")
        let dossier = try cursor.required("dossier")
        let digest = try cursor.required("digest")
        return Ladder(
            stepWarnings: try warnings(of: step, forStep: true) ?? [],
            stepOverdue: try wording(of: try step.required("overdue"), forStep: true),
            dossierWarnings: try warnings(of: dossier, forStep: false) ?? [],
            dossierOverdue: try wording(of: try dossier.required("overdue"), forStep: false),
            filingWarnings: try filingWarnings(from: cursor["filing"]),
            apologyNotice: try hours("apologyNoticeHours", of: cursor),
            apologyLongest: cursor["apologyLongestDays"] == nil
                ? nil : .days(try cursor.integer("apologyLongestDays")),
            digest: RungWording(
                recipients: try recipients(of: digest, allowed: [.leaders, .activeHeads]),
                text: try text("text", of: digest, placeholders: ["count", "codes"])
            )
        )
    }

    /// Reads a procedure's own warnings, whose schema has been checked.
    static func override(from cursor: ConfigCursor) throws(ConfigurationDefect) -> LadderOverride {
        LadderOverride(
            stepWarnings: try cursor["step"].flatMapReading { (step) throws(ConfigurationDefect) in
                try warnings(of: step, forStep: true)
            },
            dossierWarnings: try cursor["dossier"].flatMapReading { (dossier) throws(ConfigurationDefect) in
                try warnings(of: dossier, forStep: false)
            }
        )
    }

    private static func warnings(
        of clock: ConfigCursor,
        forStep: Bool
    ) throws(ConfigurationDefect) -> [LadderRung]? {
        guard let cursors = clock["warnings"]?.elements else { return nil }
        var rungs: [LadderRung] = []
        for cursor in cursors { rungs.append(try rung(from: cursor, forStep: forStep)) }
        try checkDistinct(rungs.map(\.id), of: cursors)
        return rungs
    }

    /// Checks that no two rungs of a list have the same name.
    private static func checkDistinct(_ ids: [RungID], of cursors: [ConfigCursor]) throws(ConfigurationDefect) {
        for (index, cursor) in cursors.enumerated() where ids[..<index].contains(ids[index]) {
            throw try cursor.required("id").defect(
                "The warning \(ids[index]) stands twice.",
                "Nấc cảnh báo \(ids[index]) bị ghi hai lần."
            )
        }
    }

    /// Reads the rungs of the wait of a dossier filed online; packs stored before there were any have none.
    private static func filingWarnings(from cursor: ConfigCursor?) throws(ConfigurationDefect) -> [FilingRung] {
        let cursors = cursor?.elements ?? []
        var rungs: [FilingRung] = []
        for cursor in cursors { rungs.append(try filingRung(from: cursor)) }
        try checkDistinct(rungs.map(\.id), of: cursors)
        return rungs
    }

    private static func filingRung(from cursor: ConfigCursor) throws(ConfigurationDefect) -> FilingRung {
        FilingRung(
            id: RungID(rawValue: try cursor.text("id")),
            waited: try hours("hoursWaited", of: cursor),
            wording: RungWording(
                recipients: try recipients(of: cursor, allowed: [.head, .desk, .leaders]),
                text: try text("text", of: cursor, placeholders: FilingRung.placeholders)
            )
        )
    }

    private static func rung(from cursor: ConfigCursor, forStep: Bool) throws(ConfigurationDefect) -> LadderRung {
        var draft: String?
        if cursor["apologyDraft"] != nil {
            draft = try text("apologyDraft", of: cursor, placeholders: LadderRung.draftPlaceholders)
        }
        return LadderRung(
            id: RungID(rawValue: try cursor.text("id")),
            threshold: try threshold(of: cursor),
            wording: try wording(of: cursor, forStep: forStep),
            apologyDraft: draft
        )
    }

    private static func threshold(of cursor: ConfigCursor) throws(ConfigurationDefect) -> RungThreshold {
        guard cursor["usedPerCent"] == nil else { return .used(perCent: try cursor.integer("usedPerCent")) }
        return .left(try hours("hoursLeft", of: cursor))
    }

    private static func hours(_ key: String, of cursor: ConfigCursor) throws(ConfigurationDefect) -> WorkingTime {
        try ProcedureReading.workingTime(key, of: cursor)
    }

    private static func wording(of cursor: ConfigCursor, forStep: Bool) throws(ConfigurationDefect) -> RungWording {
        let ofStep: Set<RungRecipient> = [.officer, .assignee, .head]
        let ofAll: Set<RungRecipient> = [.activeHeads, .desk, .leaders]
        let allowed = forStep ? ofStep.union(ofAll) : ofAll.union([.applicant])
        let ofClock = forStep ? RungWording.placeholders : RungWording.placeholders.subtracting(["step"])
        return RungWording(
            recipients: try recipients(of: cursor, allowed: allowed),
            text: try text("text", of: cursor, placeholders: ofClock)
        )
    }

    private static func recipients(
        of cursor: ConfigCursor,
        allowed: Set<RungRecipient>
    ) throws(ConfigurationDefect) -> [RungRecipient] {
        var recipients: [RungRecipient] = []
        for element in try cursor.required("to").elements {
            guard let recipient = RungRecipient(rawValue: element.node.text ?? ""), allowed.contains(recipient) else {
                let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
                throw element.defect("Expected one of \(list) here.", "Ở đây chỉ dùng: \(list).")
            }
            recipients.append(recipient)
        }
        return recipients
    }

    private static func text(
        _ key: String,
        of cursor: ConfigCursor,
        placeholders: Set<String>
    ) throws(ConfigurationDefect) -> String {
        let text = try cursor.text(key)
        let strangers = BilingualText.placeholders(of: text).subtracting(placeholders).sorted().joined(separator: ", ")
        guard strangers.isEmpty else {
            let list = placeholders.sorted().joined(separator: ", ")
            throw try cursor.required(key).defect(
                "The placeholder {\(strangers)} is not filled here; there are \(list).",
                "Không có chỗ điền {\(strangers)}; chỉ có: \(list)."
            )
        }
        return text
    }
}

extension ConfigCursor? {
    /// Reads a value that may be missing.
    fileprivate func flatMapReading<Value>(
        _ reading: (ConfigCursor) throws(ConfigurationDefect) -> Value?
    ) throws(ConfigurationDefect) -> Value? {
        guard let self else { return nil }
        return try reading(self)
    }
}
