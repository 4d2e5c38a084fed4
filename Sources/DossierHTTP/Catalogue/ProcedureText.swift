import DossierDomain
import DossierEngine
import WorkingCalendar

/// A procedure (thủ tục) as the catalogue shows it.
enum ProcedureText {
    private static let secondsPerHour: Int64 = 3_600

    /// Writes a procedure.
    static func write(_ procedure: Procedure, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", procedure.code.rawValue)
            writer.member("version", procedure.version)
            writer.member("effectiveFrom", procedure.effectiveFrom.iso8601)
            writer.member("name", procedure.name)
            writer.member("field", procedure.field)
            writer.member("level", procedure.level)
            writer.member("interlinked", procedure.isInterlinked)
            writer.key("limit")
            write(procedure.limit, to: &writer)
            writer.member("supplementMode", procedure.supplementMode.rawValue)
            writer.member("fee", procedure.fee)
            writer.key("documents")
            writer.array(of: procedure.documents) { write($1, to: &$0) }
            writer.key("route")
            writer.array(of: procedure.route.steps) { write($1, to: &$0) }
        }
    }

    /// Hours as a number: whole ones without a point.
    static func hours(_ time: WorkingTime) -> String {
        if time.seconds % secondsPerHour == 0 { return String(time.seconds / secondsPerHour) }
        return String(Double(time.seconds) / Double(secondsPerHour))
    }

    /// Writes a term.
    static func write(_ limit: Limit, to writer: inout JSONWriter) {
        writer.object { writer in
            switch limit {
            case .workingHours(let time):
                writer.key("workingHours")
                writer.raw(hours(time).utf8)
            case .workingDays(let days): writer.member("workingDays", days)
            case .wholeDays(let days): writer.member("wholeDays", days)
            case .calendarDays(let days): writer.member("calendarDays", days)
            case .sameDay(let cutoff):
                writer.key("sameDay")
                writer.object { $0.member("cutoff", String(cutoff.text.prefix(5))) }
            }
        }
    }

    private static func write(_ document: RequiredDocument, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", document.name)
            writer.member("form", document.form.rawValue)
            writer.member("quantity", document.quantity)
            writer.member("optional", document.isOptional)
        }
    }

    private static func write(_ step: Step, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", step.id.rawValue)
            writer.member("name", step.name)
            switch step.performer {
            case .unit(let unit): writer.member("unit", unit.rawValue)
            case .citizen: writer.member("unit", nil as String?)
            }
            writer.key("hours")
            writer.raw(hours(step.workingTime).utf8)
            writer.key("next")
            writer.array(of: branches(of: step.next)) { writer, branch in
                writer.object { writer in
                    writer.member("outcome", branch.outcome)
                    writer.key("steps")
                    writer.array(of: branch.steps) { $0.value($1.rawValue) }
                }
            }
            if let separation = step.separation {
                writer.key("separateFrom")
                writer.array(of: separation.from) { $0.value($1.rawValue) }
                writer.key("separationExempts")
                writer.array(of: separation.exempt.map(\.rawValue).sorted()) { $0.value($1) }
            }
        }
    }

    private static func branches(of next: NextSteps) -> [(outcome: String?, steps: [StepID])] {
        switch next {
        case .end: []
        case .all(let steps): [(nil, steps)]
        case .byOutcome(let branches): branches.map { ($0.outcome, $0.steps) }
        }
    }
}
