import DossierDomain
import WorkingCalendar

/// The stored form of planned warnings: an array of pairs, each the warning's name and the instant at which it fires.
enum WarningCodec {
    /// Writes the member of a state; none for no warnings.
    static func writeMember(_ warnings: [PlannedWarning], to writer: inout JSONWriter) {
        guard !warnings.isEmpty else { return }
        writer.key("warnings")
        write(warnings, to: &writer)
    }

    /// Writes warnings as one value.
    static func write(_ warnings: [PlannedWarning], to writer: inout JSONWriter) {
        writer.array(of: warnings) { writer, warning in
            writer.array { writer in
                writer.value(warning.rung.rawValue)
                writer.value(warning.fireAt.milliseconds)
            }
        }
    }

    /// Reads the member of a state.
    static func member(of members: JSONObjectReader) throws(StoredFormDefect) -> [PlannedWarning] {
        try read(members.array("warnings"))
    }

    /// Reads the elements of one value.
    static func read(_ elements: [JSONValue]) throws(StoredFormDefect) -> [PlannedWarning] {
        var warnings: [PlannedWarning] = []
        for element in elements {
            guard let pair = element.array, pair.count == 2, let rung = pair[0].string, let at = pair[1].integer
            else { throw StoredFormDefect(member: "warnings") }
            warnings.append(
                PlannedWarning(rung: RungID(rawValue: rung), fireAt: Instant(milliseconds: at))
            )
        }
        return warnings
    }
}
