import DossierDomain
import WorkingCalendar

/// The stored form of effects: each an array that begins with its name.
enum EffectCodec {
    /// Writes one effect.
    static func write(_ effect: DossierEffect, to writer: inout JSONWriter) {
        writer.array { writer in
            switch effect {
            case .status(let status): named("status", Int64(status.rawValue), to: &writer)
            case .stepStarted(let id, let due): named("stepStarted", id, due?.milliseconds, to: &writer)
            case .stepFinished(let id): named("stepFinished", id, to: &writer)
            case .completerNoted(let id): named("completerNoted", id, to: &writer)
            case .stepSkipped(let id): named("stepSkipped", id, to: &writer)
            case .stepReset(let id): named("stepReset", id, to: &writer)
            case .stepPending(let id): named("stepPending", id, to: &writer)
            case .stepNotPending(let id): named("stepNotPending", id, to: &writer)
            case .dueDate(let old, let new, let cause):
                writer.value("dueDate")
                writer.value(old?.milliseconds)
                writer.value(new.milliseconds)
                writer.value(cause.rawValue)
            case .clockStopped(let remaining): named("clockStopped", remaining.seconds, to: &writer)
            case .stepClockStopped(let id, let remaining):
                named("stepClockStopped", id, remaining.seconds, to: &writer)
            case .clockResumed: writer.value("clockResumed")
            case .stepClockResumed(let id, let due): named("stepClockResumed", id, due.milliseconds, to: &writer)
            case .stepDueDate(let id, let old, let new):
                named("stepDueDate", id, old.milliseconds, to: &writer)
                writer.value(new.milliseconds)
            case .warningsPlanned(let warnings):
                writer.value("warningsPlanned")
                WarningCodec.write(warnings, to: &writer)
            case .stepWarningsPlanned(let id, let warnings):
                named("stepWarningsPlanned", id, to: &writer)
                WarningCodec.write(warnings, to: &writer)
            case .textsWanted(let wanted):
                writer.value("textsWanted")
                writer.value(wanted)
            }
        }
    }

    /// Reads one effect.
    static func read(_ value: JSONValue) throws(StoredFormDefect) -> DossierEffect {
        let parts = EffectParts(value)
        switch try parts.text(0) {
        case "status":
            guard let status = Status(rawValue: Int(clamping: try parts.integer(1))) else { throw parts.defect }
            return .status(status)
        case "stepStarted": return .stepStarted(try parts.step(), dueAt: try parts.optionalInstant(2))
        case "stepFinished": return .stepFinished(try parts.step())
        case "completerNoted": return .completerNoted(try parts.step())
        case "stepSkipped": return .stepSkipped(try parts.step())
        case "stepReset": return .stepReset(try parts.step())
        case "stepPending": return .stepPending(try parts.step())
        case "stepNotPending": return .stepNotPending(try parts.step())
        case "dueDate":
            guard let cause = DueDateCause(rawValue: try parts.text(3)) else { throw parts.defect }
            return .dueDate(old: try parts.optionalInstant(1), new: try parts.instant(2), cause: cause)
        case "clockStopped": return .clockStopped(remaining: try parts.workingTime(1))
        case "stepClockStopped": return .stepClockStopped(try parts.step(), remaining: try parts.workingTime(2))
        case "clockResumed": return .clockResumed
        case "stepClockResumed": return .stepClockResumed(try parts.step(), dueAt: try parts.instant(2))
        case "stepDueDate":
            return .stepDueDate(try parts.step(), old: try parts.instant(2), new: try parts.instant(3))
        case "warningsPlanned": return .warningsPlanned(try parts.warnings(1))
        case "stepWarningsPlanned": return .stepWarningsPlanned(try parts.step(), try parts.warnings(2))
        case "textsWanted": return .textsWanted(try parts.flag(1))
        default: throw parts.defect
        }
    }

    private static func named(_ name: String, _ number: Int64, to writer: inout JSONWriter) {
        writer.value(name)
        writer.value(number)
    }

    private static func named(_ name: String, _ step: StepID, to writer: inout JSONWriter) {
        writer.value(name)
        writer.value(step.rawValue)
    }

    private static func named(_ name: String, _ step: StepID, _ number: Int64?, to writer: inout JSONWriter) {
        named(name, step, to: &writer)
        writer.value(number)
    }
}

/// The parts of one stored effect.
private struct EffectParts {
    private let parts: [JSONValue]

    init(_ value: JSONValue) { parts = value.array ?? [] }

    var defect: StoredFormDefect { StoredFormDefect(member: "effects") }

    func text(_ index: Int) throws(StoredFormDefect) -> String {
        guard index < parts.count, let text = parts[index].string else { throw defect }
        return text
    }

    func integer(_ index: Int) throws(StoredFormDefect) -> Int64 {
        guard index < parts.count, let number = parts[index].integer else { throw defect }
        return number
    }

    func flag(_ index: Int) throws(StoredFormDefect) -> Bool {
        guard index < parts.count, let flag = parts[index].bool else { throw defect }
        return flag
    }

    func step() throws(StoredFormDefect) -> StepID { StepID(rawValue: try text(1)) }

    func instant(_ index: Int) throws(StoredFormDefect) -> Instant { Instant(milliseconds: try integer(index)) }

    func optionalInstant(_ index: Int) throws(StoredFormDefect) -> Instant? {
        guard index < parts.count else { throw defect }
        return parts[index].isNull ? nil : try instant(index)
    }

    func warnings(_ index: Int) throws(StoredFormDefect) -> [PlannedWarning] {
        guard index < parts.count, let elements = parts[index].array else { throw defect }
        return try WarningCodec.read(elements)
    }

    func workingTime(_ index: Int) throws(StoredFormDefect) -> WorkingTime {
        guard let time = WorkingTime(seconds: try integer(index)) else { throw defect }
        return time
    }
}
