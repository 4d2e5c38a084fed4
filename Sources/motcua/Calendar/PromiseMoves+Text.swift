import DossierDomain
import DossierEngine
import WorkingCalendar

extension PromiseMoves {
    /// The summary, for example `3 promises would move: 2 later, 1 earlier`.
    func sentence(isDone: Bool) -> String {
        "\(counted(count, "promise")) \(isDone ? "moved" : "would move"): \(later) later, \(earlier) earlier"
    }
}

extension [AgencyID] {
    /// What is said of agencies whose working time of days gone by is another one; nil if there are none.
    func pastHoursSentence(isDone: Bool) -> String? {
        guard !isEmpty else { return nil }
        return "The working time of days gone by \(isDone ? "changed" : "would change") for "
            + map(\.rawValue).joined(separator: ", ")
            + ": sheets and explanations of their dossiers, of ended ones too, are reckoned anew. "
            + "To keep the hours of those days, write them as `hourChanges` from a day on."
    }
}

extension PromiseMove {
    /// The line, for example `000.00.15.H47-220105-0001 2022-01-10 10:20 → 2022-01-11 10:20 Chi cục Thuế khu vực`.
    var line: String {
        "\(code) \(Self.local(old)) → \(Self.local(new)) \(units.joined(separator: ", "))"
    }

    /// Writes the move as JSON, its instants as the interface writes them.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code.text)
            writer.member("oldDueAt", old.iso8601)
            writer.member("newDueAt", new.iso8601)
            writer.member("later", isLater)
            writer.key("units")
            writer.array(of: units) { $0.value($1) }
        }
    }

    private static func local(_ instant: Instant) -> String {
        let local = LocalDateTime(instant)
        return "\(local.date.iso8601) \(local.time.text)"
    }
}
