import DossierDomain
import WorkingCalendar

/// Reads `procedures/<code>.yaml` (thủ tục hành chính) into a procedure whose route is proved in itself.
enum ProcedureReading {
    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func procedure(from root: ConfigCursor, log: DefectLog) -> Procedure? {
        let known = log.defects.count
        let documents = log.collect(root["documents"]?.elements ?? [], document)
        let limit = log.collect { () throws(ConfigurationDefect) in try Self.limit(from: try root.required("limit")) }
        let steps = log.collect(root["steps"]?.elements ?? [], step)
        let effectiveFrom = log.collect { () throws(ConfigurationDefect) in try root.date("effectiveFrom") }
        guard log.defects.count == known, let limit, let effectiveFrom else { return nil }
        return log.collect { () throws(ConfigurationDefect) in
            Procedure(
                code: ProcedureCode(rawValue: try root.text("code")),
                version: try root.integer("version"),
                effectiveFrom: effectiveFrom,
                name: try root.text("name"),
                field: try root.text("field"),
                level: try root.text("level"),
                limit: limit,
                supplementMode: try choice("supplementMode", of: root, SupplementMode.self),
                isInterlinked: try root.flag("interlinked"),
                fee: try root.text("fee"),
                documents: documents,
                route: try route(of: steps, in: root),
                ladder: try ladder(from: root["ladder"])
            )
        }
    }

    private static func ladder(from cursor: ConfigCursor?) throws(ConfigurationDefect) -> LadderOverride? {
        guard let cursor else { return nil }
        return try LadderReading.override(from: cursor)
    }

    private static func document(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> RequiredDocument {
        RequiredDocument(
            name: try cursor.text("name"),
            form: try choice("form", of: cursor, DocumentForm.self),
            quantity: try cursor.integer("quantity"),
            isOptional: try cursor.flag("optional")
        )
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        of cursor: ConfigCursor,
        _ type: Choice.Type
    ) throws(ConfigurationDefect) -> Choice {
        let text = try cursor.text(key)
        guard let choice = Choice(rawValue: text) else {
            let list = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw try cursor.required(key).defect("Expected one of \(list).", "Cần một trong: \(list).")
        }
        return choice
    }

    private static func limit(from cursor: ConfigCursor) throws(ConfigurationDefect) -> Limit {
        guard let (key, value) = cursor.entries.first, cursor.entries.count == 1 else {
            throw cursor.defect("Expected exactly one kind of limit.", "Cần đúng một loại thời hạn.")
        }
        switch key {
        case "workingHours": return .workingHours(try workingTime(key, of: cursor))
        case "workingDays": return .workingDays(try cursor.integer(key))
        case "wholeDays": return .wholeDays(try cursor.integer(key))
        case "calendarDays": return .calendarDays(try cursor.integer(key))
        case "sameDay": return .sameDay(cutoff: try value.time("cutoff"))
        default: throw value.defect("There is no limit \(key).", "Không có loại thời hạn \(key).")
        }
    }

    /// Reads hours of working time; quarters of an hour come out as whole seconds.
    static func workingTime(_ key: String, of cursor: ConfigCursor) throws(ConfigurationDefect) -> WorkingTime {
        let value = try cursor.required(key)
        guard let quarters = value.node.number.flatMap({ Int64(exactly: $0 * 4) }),
            let time = WorkingTime(seconds: quarters * 900)
        else { throw value.defect("Expected hours in quarters, such as 0.75.", "Cần số giờ là bội số của 0.25.") }
        return time
    }
}

/// The steps and what follows each.
extension ProcedureReading {
    private static func step(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> Step {
        let performer: StepPerformer
        if let unit = cursor["unit"]?.node.text {
            performer = .unit(UnitID(rawValue: unit))
        } else {
            performer = .citizen
        }
        let time = try workingTime("hours", of: cursor)
        guard (performer == .citizen) == (time == .zero) else {
            throw try cursor.required("hours").defect(
                "A citizen's step has 0 hours, since the clock stands still, and a unit's step has more.",
                "Bước của công dân có 0 giờ; bước của đơn vị phải có số giờ lớn hơn 0."
            )
        }
        return Step(
            id: StepID(rawValue: try cursor.text("id")),
            name: try cursor.text("name"),
            performer: performer,
            workingTime: time,
            next: try next(cursor["next"]),
            separation: try separation(of: cursor)
        )
    }

    private static func separation(of cursor: ConfigCursor) throws(ConfigurationDefect) -> Separation? {
        let exempts = cursor["separationExempts"]
        guard let from = cursor["separateFrom"] else {
            guard let exempts else { return nil }
            throw exempts.defect(
                "Nobody is exempt where no step is named in separateFrom.",
                "Không có ai được miễn khi chưa ghi separateFrom."
            )
        }
        let roles = (exempts?.node.elements ?? []).compactMap { $0.text.flatMap(Role.init(rawValue:)) }
        return Separation(from: try stepIDs(from), exempt: Set(roles))
    }

    private static func next(_ cursor: ConfigCursor?) throws(ConfigurationDefect) -> NextSteps {
        guard let cursor else { return .end }
        guard case .mapping = cursor.node.value else { return .all(try stepIDs(cursor)) }
        var branches: [OutcomeBranch] = []
        for (outcome, value) in cursor.entries {
            branches.append(OutcomeBranch(outcome: outcome, steps: try stepIDs(value)))
        }
        return .byOutcome(branches)
    }

    private static func stepIDs(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> [StepID] {
        let texts = cursor.node.text.map { [$0] } ?? cursor.node.elements.compactMap(\.text)
        guard !texts.isEmpty else { throw cursor.defect("Expected a step or steps.", "Cần tên bước.") }
        return texts.map(StepID.init(rawValue:))
    }

    private static func route(of steps: [Step], in root: ConfigCursor) throws(ConfigurationDefect) -> Route {
        do {
            return try Route(steps: steps)
        } catch {
            let cursors = root["steps"]?.elements ?? []
            let step = error.step
            // Of a name that stands twice the second is the mistake.
            let place = cursors.last { $0["id"]?.node.text == step?.rawValue } ?? root["steps"] ?? root
            throw (error.key.flatMap { place[$0] } ?? place).defect(error.sentence)
        }
    }
}
